/* SPDX-License-Identifier: ISC */
/* stub */
#include "base/output.h"
struct output *output_new(const char *folder, struct error *err)
{
    (void)folder;
    error_set(err, EXIT_CODE_MACHINE, "output is not there yet");
    return NULL;
}
void output_free(struct output *output)
{
    (void)output;
}
struct output_writer *output_open(struct output *o, const char *n, struct error *e)
{
    (void)o;
    (void)n;
    (void)e;
    return NULL;
}
bool output_write(struct output_writer *w, const void *b, size_t l, struct error *e)
{
    (void)w;
    (void)b;
    (void)l;
    (void)e;
    return false;
}
bool output_close(struct output_writer *w, struct output_file *f, struct error *e)
{
    (void)w;
    (void)f;
    (void)e;
    return false;
}
void output_abandon(struct output_writer *w)
{
    (void)w;
}
bool output_put(struct output *o, const char *n, const void *b, size_t l, struct error *e)
{
    (void)o;
    (void)n;
    (void)b;
    (void)l;
    (void)e;
    return false;
}
bool output_copy(struct output *o, const char *f, const char *t, struct error *e)
{
    (void)o;
    (void)f;
    (void)t;
    (void)e;
    return false;
}
const char *output_path(struct output *o, const char *n)
{
    (void)o;
    (void)n;
    return NULL;
}
bool output_record(struct output *o, const char *n, struct output_file *f, struct error *e)
{
    (void)o;
    (void)n;
    (void)f;
    (void)e;
    return false;
}
const struct output_file *output_files(const struct output *o, size_t *c)
{
    (void)o;
    *c = 0;
    return NULL;
}
const struct output_file *output_find(const struct output *o, const char *n)
{
    (void)o;
    (void)n;
    return NULL;
}
bool output_publish(struct output *o, const char *const *n, size_t c, struct error *e)
{
    (void)o;
    (void)n;
    (void)c;
    (void)e;
    return false;
}
void output_catch_signals(void)
{
}
bool output_go_on(struct error *err)
{
    (void)err;
    return true;
}
