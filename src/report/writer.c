/* writer: JSON on a stream. See writer.h. */
#include "report/writer.h"

#include <inttypes.h>

#include "base/number.h"

static void quote(struct writer *writer, const char *text)
{
    putc('"', writer->out);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(writer->out, "\\%c", *c);
        else if ((unsigned char)*c < 0x20 || *c == 0x7f)
            fprintf(writer->out, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            putc(*c, writer->out);
    }
    putc('"', writer->out);
}

static void new_line(struct writer *writer)
{
    if (writer->compact)
        return;
    fprintf(writer->out, "\n%*s", (int)(2 * writer->depth), "");
}

/* What stands before every value. */
static void begin(struct writer *writer, const char *name)
{
    if (writer->depth > 0) {
        if (!writer->first)
            fputs(writer->compact ? ", " : ",", writer->out);
        new_line(writer);
    }
    writer->first = false;
    if (name != NULL) {
        quote(writer, name);
        fputs(": ", writer->out);
    }
}

static void open_bracket(struct writer *writer, const char *name, char bracket)
{
    begin(writer, name);
    putc(bracket, writer->out);
    writer->depth++;
    writer->first = true;
}

static void close_bracket(struct writer *writer, char bracket)
{
    writer->depth--;
    if (!writer->first)
        new_line(writer);
    putc(bracket, writer->out);
    writer->first = false;
}

void writer_object(struct writer *writer, const char *name)
{
    open_bracket(writer, name, '{');
}

void writer_end_object(struct writer *writer)
{
    close_bracket(writer, '}');
}

void writer_list(struct writer *writer, const char *name)
{
    open_bracket(writer, name, '[');
}

void writer_end_list(struct writer *writer)
{
    close_bracket(writer, ']');
}

void writer_text(struct writer *writer, const char *name, const char *text)
{
    begin(writer, name);
    if (text == NULL)
        fputs("null", writer->out);
    else
        quote(writer, text);
}

void writer_integer(struct writer *writer, const char *name, int64_t value)
{
    begin(writer, name);
    fprintf(writer->out, "%" PRId64, value);
}

void writer_number(struct writer *writer, const char *name, double value)
{
    begin(writer, name);
    fputs(number_text(value).text, writer->out);
}

void writer_bool(struct writer *writer, const char *name, bool value)
{
    begin(writer, name);
    fputs(value ? "true" : "false", writer->out);
}

void writer_end(struct writer *writer)
{
    putc('\n', writer->out);
}
