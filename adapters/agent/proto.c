/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proto.c - the protocol: bytes to lines, lines to requests, answers.
 *
 *	SEQ VERB { ARG }	-> { SEQ + TEXT } ( SEQ ok … | SEQ err ENAME … )
 *
 * Theory.  The line may be a serial one, so it must heal by itself.  Every LF
 * ends whatever was before it; a line that cannot be read is dropped, and
 * answered with number 0, which no request has.  What is lost is noticed one
 * level up: a body line that is gone makes the count of `end` wrong, and an
 * `end` that is gone is noticed when a line begins with a digit.
 *
 * States of the reader, for lines that pass the checks:
 *
 *	        scenario
 *	idle ------------> body --- letter ---> body	(load it)
 *	  ^                 |
 *	  +----- end -------+
 *	  +----- digit -----+	EBADMSG, then serve that line
 *
 * A scenario that was refused at its first line still swallows its body.
 *
 * Invariant: each request gets exactly one ok or err.  answer() writes all of
 * them; what else a request sends begins with its number and a plus sign.
 */
#include "agent/core.h"

/*
 * Out.
 */

static void
send(struct agent *a, struct agent_line *l)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned crc = agent_crc8(l->s, l->len);

	if (a->check) {
		l->s[l->len++] = ' ';
		l->s[l->len++] = '*';
		l->s[l->len++] = hex[crc >> 4];
		l->s[l->len++] = hex[crc & 15U];
	}
	a->out(a->outarg, l->s, l->len);
	a->out(a->outarg, "\n", 1);
}

static void
begin(struct agent_line *l, unsigned seq, const char *what)
{
	l->len = 0;
	agent_put_int(l, seq);
	agent_put(l, what);
}

/* The one line that ends a request [ADP-SEQ-1]. */
static void
answer(struct agent *a, struct agent_line *l)
{
	send(a, l);
}

static void
answer_ok(struct agent *a)
{
	struct agent_line l;

	begin(&l, a->seq, " ok");
	answer(a, &l);
}

static void
refuse(struct agent *a, unsigned seq, const char *err, const char *text)
{
	struct agent_line l;

	begin(&l, seq, " err ");
	agent_put(&l, err);
	agent_put(&l, " ");
	agent_put(&l, text);
	answer(a, &l);
}

/*
 * hello
 */

static void
say(void *arg, const char *name, const char *value)
{
	struct agent *a = arg;
	struct agent_line l;

	begin(&l, a->seq, " + st ");
	agent_put(&l, name);
	agent_put(&l, " ");
	agent_put_escaped(&l, value);
	send(a, &l);
}

static void
say_int(struct agent *a, const char *name, unsigned v)
{
	struct agent_line l;

	l.len = 0;
	agent_put_int(&l, v);
	say(a, name, l.s);
}

static void
say_kinds(struct agent *a)
{
	const struct agent_kind *k = a->target->kinds;
	struct agent_line l;

	l.len = 0;
	l.s[0] = '\0';
	for (; k != NULL && k->name != NULL; k++) {
		agent_put(&l, l.len > 0 ? "|" : "");
		agent_put(&l, k->name);
	}
	say(a, "kinds", l.s);
}

static void
say_statement(struct agent *a)
{
	const struct agent_target *t = a->target;
	const struct agent_limits *lim = &t->limits;

	say(a, "target", a->name);
	say(a, "class", t->timeclass);
	say_int(a, "cpus", t->cpus);
	say_int(a, "threads", agent_limit(lim->threads, AGENT_THREADS));
	say_int(a, "steps", agent_limit(lim->steps, AGENT_STEPS));
	say_int(a, "objects", agent_limit(lim->objs, AGENT_OBJS));
	say_int(a, "elements", agent_limit(lim->elems, AGENT_ELEMS));
	say_int(a, "scripts", agent_limit(lim->scripts, AGENT_SCRIPTS));
	say_int(a, "records", agent_limit(lim->records, AGENT_RECORDS));
	say(a, "clocks", "mono|real");
	say_kinds(a);
	if (t->statement != NULL)
		t->statement(say, a);
}

/* The check holds from this answer on, or ends with it. */
static void
do_hello(struct agent *a, const char *const *w, int n)
{
	struct agent_line l;
	bool check = n == 1 && agent_eq(w[0], "check=1");

	if (n > 1 || (n == 1 && !check && !agent_eq(w[0], "check=0"))) {
		refuse(a, a->seq, "EINVAL", "hello check=1");
		return;
	}
	a->check = check;
	a->hello = true;
	say_statement(a);				/* [ADP-HELLO-1] */
	begin(&l, a->seq, " ok timerspec=1 agent=");
	agent_put_escaped(&l, a->name);
	agent_put_key(&l, "class");
	agent_put(&l, a->target->timeclass);
	agent_put_key(&l, "check");
	agent_put_int(&l, check ? 1 : 0);
	agent_put_key(&l, "ahead");
	agent_put_int(&l, a->ahead ? 1 : 0);
	answer(a, &l);
}

/*
 * scenario … end
 */

static void
do_scenario(struct agent *a, const char *const *w, int n)
{
	a->body = true;
	a->body_seq = a->seq;
	agent_load_begin(a, w, n);
}

static void
refuse_scenario(struct agent *a)
{
	struct agent_line l;

	begin(&l, a->body_seq, " err ");
	agent_put(&l, a->error);
	agent_put_key(&l, "line");
	agent_put_int(&l, a->error_line);
	agent_put(&l, " ");
	agent_put(&l, a->error_text);
	answer(a, &l);
}

static void
end_body(struct agent *a, const char *count)
{
	struct agent_line l;

	a->body = false;
	if (a->swallow) {
		a->swallow = false;
		return;
	}
	agent_load_end(a, count);
	if (a->error != NULL) {
		refuse_scenario(a);
		agent_forget(a);
		return;
	}
	begin(&l, a->body_seq, " ok steps=");
	agent_put_int(&l, a->nsteps);
	answer(a, &l);
}

static void
body_line(struct agent *a, char *line, size_t len)
{
	const char *count = agent_after(line, "end ");

	if (count != NULL || agent_eq(line, "end"))
		end_body(a, count);
	else if (!a->swallow)
		agent_load_line(a, line, len);
}

/*
 * run, log, reset, bye
 */

static void
do_run(struct agent *a, const char *const *w, int n)
{
	struct agent_line l;

	(void)w;
	(void)n;
	if (!a->loaded) {
		refuse(a, a->seq, "EINVAL", "no scenario");
		return;
	}
	agent_begin(a);
	a->end = a->launch(a);
	agent_end(a);
	begin(&l, a->seq, " ok records=");
	agent_put_int(&l, agent_format(a, NULL));
	agent_put_key(&l, "end");
	agent_put(&l, a->end);
	answer(a, &l);
}

static void
log_line(struct agent *a, const char *line)
{
	struct agent_line l;

	begin(&l, a->seq, " + ");
	agent_put(&l, line);
	send(a, &l);
}

static void
do_log(struct agent *a, const char *const *w, int n)
{
	struct agent_line l;
	unsigned lines;

	(void)w;
	(void)n;
	lines = agent_format(a, log_line);
	begin(&l, a->seq, " ok lines=");
	agent_put_int(&l, lines);
	answer(a, &l);
}

static void
do_reset(struct agent *a, const char *const *w, int n)
{
	(void)w;
	(void)n;
	if (a->target->discard != NULL)
		a->target->discard(a);
	agent_forget(a);				/* [ADP-RESET-1] */
	answer_ok(a);
}

static void
do_bye(struct agent *a, const char *const *w, int n)
{
	(void)w;
	(void)n;
	a->bye = true;					/* [ADP-BYE-1] */
	answer_ok(a);
}

/*
 * Requests.
 */

static const struct request {
	const char *verb;
	bool early;		/* also before hello */
	bool args;
	void (*fn)(struct agent *, const char *const *, int);
} requests[] = {
	{ "hello", true, true, do_hello },
	{ "scenario", false, true, do_scenario },
	{ "run", false, false, do_run },
	{ "log", false, false, do_log },
	{ "reset", false, false, do_reset },
	{ "bye", true, false, do_bye },
};

static const struct request *
find_request(const char *verb)
{
	size_t i;

	for (i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		if (agent_eq(requests[i].verb, verb))
			return &requests[i];
	}
	return NULL;
}

static void
serve(struct agent *a, const char *const *w, int n)
{
	const struct request *q = find_request(w[0]);

	if (!a->hello && (q == NULL || !q->early)) {
		a->body = a->swallow = agent_eq(w[0], "scenario");
		refuse(a, a->seq, "EPROTO", "hello first"); /* [ADP-HELLO-2] */
	} else if (q == NULL) {
		refuse(a, a->seq, "ENOSYS", "unknown verb"); /* [ADP-VERB-1] */
	} else if (n > 1 && !q->args) {
		refuse(a, a->seq, "EINVAL", "takes no words");
	} else {
		q->fn(a, w + 1, n - 1);
	}
}

/* SEQ: 1 to 999999, without a leading zero; 0 for anything else. */
static unsigned
sequence(const char *s)
{
	unsigned n = 0;

	if (*s == '0')
		return 0;
	for (; *s >= '0' && *s <= '9' && n <= 999999; s++)
		n = n * 10 + (unsigned)(*s - '0');
	return *s == '\0' && n <= 999999 ? n : 0;
}

static void
request(struct agent *a, char *line)
{
	const char *w[AGENT_TOKENS];
	int n;

	if (a->body) {					/* [ADP-SCEN-1] */
		a->seq = a->body_seq;
		end_body(a, NULL);
	}
	n = agent_split(line, w, AGENT_TOKENS);
	a->seq = n == 0 ? 0 : sequence(w[0]);
	if (a->seq == 0)
		refuse(a, 0, "EINVAL", "no sequence number");
	else if (n < 2)
		refuse(a, a->seq, "EINVAL", n < 0 ? "too many words" :
		    "no verb");
	else
		serve(a, w + 1, n - 1);
}

/*
 * In.
 */

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/*
 * Take " *HH" off the end of the line.  A line without it passes unless the
 * check is on; a wrong one never does.
 */
static bool
checked(struct agent *a)
{
	const char *end = a->in + a->len;
	int hi, lo;

	if (a->len < 4 || end[-4] != ' ' || end[-3] != '*')
		return !a->check;
	hi = hex_digit(end[-2]);
	lo = hex_digit(end[-1]);
	if (hi < 0 || lo < 0)
		return !a->check;
	a->len -= 4;
	a->in[a->len] = '\0';
	return agent_crc8(a->in, a->len) == (uint8_t)(hi << 4 | lo);
}

static void
dispatch(struct agent *a)
{
	char c;

	if (!checked(a)) {
		refuse(a, 0, "EBADMSG", "check");	/* [ADP-CHECK-1] */
		return;
	}
	c = a->in[0];
	if (c >= '0' && c <= '9')
		request(a, a->in);
	else if (a->body && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
		body_line(a, a->in, a->len);
	else
		refuse(a, 0, "EINVAL", "neither request nor body");
}

/* A LF has come; whatever was before it is over [ADP-LINE-3]. */
static void
line_end(struct agent *a)
{
	bool too_long = a->too_long, bad_byte = a->bad_byte;

	a->in[a->len] = '\0';
	a->too_long = a->bad_byte = false;
	if (too_long)
		refuse(a, 0, "EMSGSIZE", "over 512"); /* [ADP-LINE-1] */
	else if (bad_byte)
		refuse(a, 0, "EILSEQ", "not printable"); /* [ADP-LINE-2] */
	else if (a->len > 0)
		dispatch(a);
	a->len = 0;
}

bool
agent_input(struct agent *a, const char *bytes, size_t n)
{
	unsigned char c;

	for (; n > 0 && !a->bye; n--) {
		c = (unsigned char)*bytes++;
		if (c == '\n') {
			line_end(a);
			continue;
		}
		if (c < ' ' || c > '~')
			a->bad_byte = true;
		if (a->len < AGENT_LINE)
			a->in[a->len++] = (char)c;
		else
			a->too_long = true;
	}
	return !a->bye;
}
