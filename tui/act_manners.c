/* SPDX-License-Identifier: MIT */
/* Keys, theme and signs, changed for this session. */
#include "sim/base/say.h"
#include "tui/act.h"

void act_manners(struct screen *screen, const struct request *request)
{
	struct str said = { 0 };
	struct err err = { 0 };
	char text[600];

	if (!manners_do(&screen->manners, request, &said, &err)) {
		screen_say(screen, ROLE_ERROR, "%s", err_text(&err, text, sizeof(text)));
	} else if (said.length) {
		said.text[said.length - 1] = '\0'; /* the line's end */
		screen_say(screen, ROLE_TITLE, "%s", said.text);
	} else if (screen->config) {
		screen_say(screen, ROLE_TEXT, "done, for this session; the same line in %s keeps it", screen->config);
	} else {
		screen_say(screen, ROLE_TEXT, "done, for this session");
	}
	str_free(&said);
}
