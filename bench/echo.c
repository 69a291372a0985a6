/* SPDX-License-Identifier: MIT */
/*
 * The least that a curses program can do with a key: say its name at the cursor.
 * bench/keys times it beside msilab, so that terminal, ncurses and scheduler are
 * in both figures. Ctrl-D or a hangup ends it.
 */
#include <curses.h>
#include <locale.h>

#define CTRL_D	     4
#define ESC_DELAY_MS 25

/* At the end of the screen it goes on at the top. */
static void show(int kind, wint_t key)
{
	const char *name = kind == KEY_CODE_YES ? keyname((int)key) : key_name((wchar_t)key);

	if (addstr(name ? name : "?") == ERR)
		move(0, 0);
	refresh();
}

int main(void)
{
	wint_t key;
	int kind;

	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	set_escdelay(ESC_DELAY_MS);
	refresh();
	while ((kind = get_wch(&key)) != ERR && (kind == KEY_CODE_YES || key != CTRL_D))
		show(kind, key);
	endwin();
	return 0;
}
