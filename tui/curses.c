/* SPDX-License-Identifier: MIT */
/*
 * The terminal. One screen for the life of the process, so what must be undone at its end is file-scope data here: a signal
 * handler has nothing else to find it by.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "tui/ambiguous.h"
#include "tui/canvas.h"
#include "tui/curses.h"
#include "tui/keymap.h"

#define ESC_DELAY_MS 25
#define ASK_MS 300

static struct {
	SCREEN *screen;
	struct curses_options options;
	struct termios before;
	char leave[256]; /* what a crash writes: first screen, cursor, attributes, mouse off */
	bool open;
	bool narrow; /* ambiguous signs take one column */
} terminal;

static struct curses_options asked; /* terminal.options is what of it the terminal can do */

void curses_crash(void)
{
	if (terminal.open && write(STDOUT_FILENO, terminal.leave, strlen(terminal.leave)) >= 0)
		tcsetattr(STDIN_FILENO, TCSANOW, &terminal.before);
	terminal.open = false;
}

static void crashed(int number)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };

	curses_crash();
	sigaction(number, &plain, NULL);
	raise(number);
}

static void add_leave(const char *capability)
{
	size_t n = strlen(terminal.leave);

	if (capability && capability != (char *)-1)
		snprintf(terminal.leave + n, sizeof(terminal.leave) - n, "%s", capability);
}

/* Padding of the form $<..> is for hardware long gone; terminals that ask for it show nothing wrong without. */
static void prepare_crash(void)
{
	static const int fatal[] = { SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGQUIT, SIGTERM, SIGHUP, SIGINT };

	terminal.leave[0] = '\0';
	if (has_mouse()) /* it may be taken later */
		add_leave("\033[?1000l\033[?1006l");
	add_leave(exit_attribute_mode);
	add_leave(keypad_local);
	add_leave(cursor_normal);
	add_leave(exit_ca_mode);
	for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++) {
		struct sigaction now;

		if (!sigaction(fatal[i], NULL, &now) && now.sa_handler == SIG_DFL && !(now.sa_flags & SA_SIGINFO)) {
			now = (struct sigaction){ .sa_handler = crashed, .sa_flags = SA_NODEFER | SA_ONSTACK };
			sigaction(fatal[i], &now, NULL);
		}
	}
}

/* Pair of a role is role + 1; its colour is on the terminal's own background. */
static void set_colours(void)
{
	static bool started;

	if (!has_colors() || !terminal.options.colour) {
		terminal.options.colour = false;
		return;
	}
	if (!started)
		start_color();
	started = true;
	use_default_colors();
	for (int i = 0; i < ROLE_COUNT; i++)
		init_pair((short)(i + 1), (short)role_look((enum role)i, terminal.options.light).colour, -1);
}

static void set_mouse(void)
{
	mousemask(terminal.options.mouse ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
	mouseinterval(0);
}

static void enter_modes(void)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	leaveok(stdscr, TRUE);
	curs_set(0);
	set_mouse();
}

bool curses_possible(void)
{
	int result;
	bool possible = setupterm(NULL, STDOUT_FILENO, &result) == OK && cursor_address && cursor_address != (char *)-1;

	if (result == 1)
		del_curterm(cur_term);
	return possible;
}

/* How wide the terminal draws lines and arrows; in locales where that is in doubt it is asked, and silence means two columns. Keys
 * that were hit meanwhile are left in `typed`. */
static bool signs_are_narrow(char *typed, size_t size)
{
	typed[0] = '\0';
	if (strcmp(nl_langinfo(CODESET), "UTF-8") || wcwidth(0x2500) != 1)
		return false;
	if (!ambiguous_doubt(setlocale(LC_CTYPE, NULL)))
		return true;
	return ambiguous_columns(STDIN_FILENO, STDOUT_FILENO, ASK_MS, typed, size) == 1;
}

static void type_again(const char *typed)
{
	for (size_t n = strlen(typed); n--;)
		ungetch((unsigned char)typed[n]);
}

bool curses_open(const struct curses_options *options, struct err *err)
{
	char typed[64];
	const char *name = getenv("TERM");

	asked = terminal.options = *options;
	if (tcgetattr(STDIN_FILENO, &terminal.before)) {
		err_set(err, "the input is not a terminal");
		return err_expected(err, "a terminal, --plain, or --script FILE");
	}
	terminal.narrow = signs_are_narrow(typed, sizeof(typed));
	terminal.screen = newterm(NULL, stdout, stdin);
	if (!terminal.screen || !cursor_address) {
		if (terminal.screen)
			endwin();
		err_set(err, "the terminal '%s' cannot place its cursor", name ? name : "");
		return err_expected(err, "--plain, which needs none");
	}
	set_term(terminal.screen);
	if (!getenv("ESCDELAY"))
		set_escdelay(ESC_DELAY_MS);
	set_colours();
	enter_modes();
	type_again(typed);
	terminal.open = true;
	prepare_crash();
	atexit(curses_close);
	return true;
}

void curses_close(void)
{
	if (!terminal.open)
		return;
	terminal.open = false;
	mvaddstr(LINES - 1, 0, ""); /* where there is one screen only, the shell goes on below ours */
	clrtoeol();
	refresh();
	endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.before);
}

bool curses_unicode(void)
{
	return terminal.narrow;
}

void curses_size(unsigned *cols, unsigned *rows)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col && size.ws_row && is_term_resized(size.ws_row, size.ws_col))
		resizeterm(size.ws_row, size.ws_col);
	*cols = (unsigned)COLS;
	*rows = (unsigned)LINES;
}

static attr_t attributes(struct role_look look)
{
	attr_t bits = A_NORMAL;

	if (look.attributes & LOOK_BOLD)
		bits |= A_BOLD;
	if (look.attributes & LOOK_REVERSE)
		bits |= A_REVERSE;
	if (look.attributes & LOOK_UNDERLINE)
		bits |= A_UNDERLINE;
	if (look.attributes & LOOK_DIM)
		bits |= A_DIM;
	return bits;
}

static void paint_cell(int x, int y, const struct cell *cell)
{
	struct role_look look = role_look((enum role)cell->role, terminal.options.light);
	short pair = terminal.options.colour && look.colour != COLOUR_NONE ? (short)(cell->role + 1) : 0;
	wchar_t text[2] = { (wchar_t)cell->point, 0 };
	cchar_t character;

	if (cell->point >= 0x80 && wcwidth((wchar_t)cell->point) < 1)
		text[0] = L'?';
	setcchar(&character, text, attributes(look), pair, NULL);
	mvadd_wch(y, x, &character);
}

void curses_paint(const struct canvas *canvas)
{
	for (unsigned y = 0; y < canvas->rows && (int)y < LINES; y++)
		for (unsigned x = 0; x < canvas->cols && (int)x < COLS; x++) {
			const struct cell *cell = canvas_cell(canvas, (int)x, (int)y);

			if (cell->point)
				paint_cell((int)x, (int)y, cell);
		}
	refresh();
}

void curses_change(const struct curses_options *options)
{
	if (options->mouse == asked.mouse && options->colour == asked.colour && options->light == asked.light)
		return;
	asked = terminal.options = *options;
	set_colours();
	set_mouse();
	curses_repaint();
}

void curses_repaint(void)
{
	clearok(stdscr, TRUE);
}

static const struct {
	int curses, key;
} special[] = {
	{ KEY_UP, K_UP },	{ KEY_DOWN, K_DOWN },	    { KEY_LEFT, K_LEFT },	{ KEY_RIGHT, K_RIGHT },
	{ KEY_HOME, K_HOME },	{ KEY_END, K_END },	    { KEY_PPAGE, K_PAGE_UP },	{ KEY_NPAGE, K_PAGE_DOWN },
	{ KEY_DC, K_DELETE },	{ KEY_BTAB, K_BACK_TAB },   { KEY_BACKSPACE, K_BACKSPACE }, { KEY_ENTER, K_ENTER },
};

static struct curses_input read_mouse(void)
{
	struct curses_input input = { CURSES_NOTHING, 0, 0, 0, 0 };
	MEVENT event;

	if (getmouse(&event) != OK)
		return input;
	input.x = event.x;
	input.y = event.y;
	if (event.bstate & BUTTON1_PRESSED)
		input.kind = CURSES_CLICK;
	else if (event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED)) {
		input.kind = CURSES_WHEEL;
		input.turn = event.bstate & BUTTON4_PRESSED ? -1 : 1;
	}
	return input;
}

static int special_key(int code)
{
	for (size_t i = 0; i < sizeof(special) / sizeof(*special); i++)
		if (special[i].curses == code)
			return special[i].key;
	return code >= KEY_F(1) && code <= KEY_F(12) ? K_F1 + code - KEY_F(1) : K_NONE;
}

static int plain_key(wint_t point)
{
	if (point == '\n')
		return K_ENTER;
	return point == 8 ? K_BACKSPACE : (int)point;
}

struct curses_input curses_read(void)
{
	struct curses_input input = { CURSES_NOTHING, K_NONE, 0, 0, 0 };
	wint_t point;
	int kind = wget_wch(stdscr, &point);

	if (kind == ERR)
		return input;
	if (kind == KEY_CODE_YES && point == KEY_MOUSE)
		return read_mouse();
	input.kind = CURSES_KEY;
	input.key = kind == KEY_CODE_YES ? special_key((int)point) : plain_key(point);
	return input;
}

/* Stops the process group, as the terminal's own C-z does: a shell or a wrapper above sees it. Where nobody could continue it (an
 * orphaned group) the system lets nothing happen. */
static void stop(void)
{
	struct sigaction before, plain = { .sa_handler = SIG_DFL };
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigaction(SIGTSTP, &plain, &before);
	sigprocmask(SIG_UNBLOCK, &set, &old);
	kill(0, SIGTSTP);
	sigprocmask(SIG_SETMASK, &old, NULL);
	sigaction(SIGTSTP, &before, NULL);
}

void curses_lend(void (*use)(void *context), void *context)
{
	def_prog_mode();
	endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.before);
	use(context);
	reset_prog_mode();
	curses_repaint();
	refresh();
}

void curses_suspend(void)
{
	def_prog_mode();
	endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.before);
	stop();
	reset_prog_mode();
	curses_repaint();
	refresh();
}
