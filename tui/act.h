/* SPDX-License-Identifier: MIT */
/* What each request does on the screen: one function a line of requests.def. */
#ifndef MSILAB_TUI_ACT_H
#define MSILAB_TUI_ACT_H

#include "tui/form.h"
#include "tui/screen.h"

/* The right of the title line, in at most so many columns: the branch, running or paused, in the past, the bugcheck for good. */
void act_state(const struct screen *screen, int columns, char *text, size_t size);

/* The bugcheck that the machine died of, as its code and name: at the cursor, or ahead of it in the trace. false: none. */
bool act_bugcheck(const struct screen *screen, bool *ahead, char *text, size_t size);

/* What is under way, how far it is, how to stop it. */
const char *act_progress(const struct screen *screen, char *text, size_t size);

/* What is said when a job that a request began has ended: at once, if it has. */
void act_after(struct screen *screen, void (*after)(struct screen *screen));
void act_ended(struct screen *screen);

/* Does a request that manners_knows. */
void act_manners(struct screen *screen, const struct request *request);

/* The card follows the cursor; by itself: time passes, nobody asked for it. */
void act_findings(struct screen *screen, bool by_itself);

/* Moving the cursor lets every view follow it again. */
void act_moved(struct screen *screen);

/* When the tour is at another step, its view gets the keys. */
void act_tour_view(struct screen *screen);

/* What a request does; argument: what stood behind its name. */
typedef void act_action(struct screen *screen, const char *argument);

/* Does a request that lets time pass or moves the cursor by time (act_time.c), or to a record of some sort (act_find.c); false: it is
 * not one. */
bool act_time(struct screen *screen, const struct request *request);
bool act_is_time(enum request_kind kind);
bool act_find(struct screen *screen, const struct request *request);
bool act_is_find(enum request_kind kind);

/* The view gets the keys; leaving help comes back. */
void act_focus(struct screen *screen, enum view_kind view);
void act_bad(struct screen *screen, const struct err *err);

/* act_form.c. What the form of a driver says of a command that sets keywords or facts of its package; err tells what is unusual or wrong. */
enum form_fit act_form_fit(struct screen *screen, const char *line, struct err *err);

/* act_line.c. where: FILE:N or N */
void act_line(struct screen *screen, const char *argument);
void act_line_back(struct screen *screen, const char *argument);
void act_until_line(struct screen *screen, const char *where);

/* act_look.c */
void act_set_by(struct screen *screen, const char *argument);
void act_effects(struct screen *screen, const char *argument);
void act_filter(struct screen *screen, const char *argument);
void act_zoom(struct screen *screen, const char *argument);
void act_inspect(struct screen *screen, const char *argument);
void act_watch(struct screen *screen, const char *argument);
void act_unwatch(struct screen *screen, const char *argument);

/* Commands to the machine (act_command.c). */
void act_command(struct screen *screen, const char *line);
void act_inject(struct screen *screen, const char *argument);
void act_prompt(struct screen *screen, const char *argument);
void act_undo(struct screen *screen, const char *argument);
void act_redo(struct screen *screen, const char *argument);

/* Likewise branches, bookmarks and comparisons (act_moment.c). */
bool act_moment(struct screen *screen, const struct request *request);

/* act_lesson.c, act_anew.c. Likewise requests of a lesson; what next is in one; false: not the lesson's. */
bool act_lesson(struct screen *screen, const struct request *request);
bool act_lesson_next(struct screen *screen, const char *argument);
/* Takes a reset back, or says that nothing is left; false: so many commands are to be taken back. */
bool act_lesson_undo(struct screen *screen, size_t *commands);

/* The lesson begins or goes on; what its step has to give is given, as far as the session is free for it. */
void act_lesson_begin(struct screen *screen);
void act_lesson_work(struct screen *screen);
bool act_lesson_cut(struct screen *screen); /* a job that is left was part of a sweep: nothing more of it is given */
void act_lesson_step(struct screen *screen, unsigned step); /* begins one (from 0) */
void act_reset(struct screen *screen, const char *argument);

size_t act_lesson_together(struct screen *screen); /* so many commands at the end are a sweep, or 1 */

/* The commands of a sweep were given again: the time that passes after the last of them stands in no journal, and passes again. */
void act_lesson_swept(struct screen *screen);

/* The step at the end has not given all its commands. */
bool act_lesson_half_begun(struct screen *screen);

/* The prediction that a fork has left behind is made again; one that was taken back is not. */
void act_lesson_predict(struct screen *screen);
void act_lesson_taken_back(struct screen *screen, const char *line);

/* Says which step one is in after the beginning of another was taken back. false: the command was none. */
bool act_lesson_left_step(struct screen *screen, const char *line);

/* The step begins anew with another driver, on a branch of its own. false: it cannot (err). */
bool act_lesson_driver(struct screen *screen, const char *device, const struct session_module *module, struct err *err);

/* act_craft.c. Likewise a lesson in C; the editor, with the terminal lent; a build that ends, a file that was saved. */
bool act_craft(struct screen *screen, const struct request *request);
void act_craft_edited(struct screen *screen);
void act_craft_tick(struct screen *screen);

/* act_predict.c. Says that a prediction is to be made before this; false: nothing hinders it. Predicting, pointing; the key is the number of
 * a choice where one is asked for; false of a digit: it is none, or the lesson has not the keys. */
bool act_predict_holds(struct screen *screen, const struct request *request);
act_action act_answer, act_point;
bool act_predict_choice(const struct screen *screen, int key);
bool act_predict_digit(struct screen *screen, int key);

/* Says why the machine refused the command just given, and the word that may be meant. false: it did not. */
bool act_refused(struct screen *screen);

/* Says why the machine stopped by itself, once. */
void act_news(struct screen *screen);

#endif
