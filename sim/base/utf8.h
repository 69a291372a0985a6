/* SPDX-License-Identifier: MIT */
/* UTF-8 as RFC 3629 has it: what is text and what is not. Widths on a screen are the screen's matter. */
#ifndef MSILAB_BASE_UTF8_H
#define MSILAB_BASE_UTF8_H

/* Bytes of the sequence that starts here, 0 if it is none (overlong forms, surrogates and cut ones are none). The text ends
 * with a zero byte, which is a sequence of one byte. */
unsigned utf8_sequence(const char *text);

#endif
