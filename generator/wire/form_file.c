/* SPDX-License-Identifier: ISC */
/* A PDF of forms: each page's resources name one form /X1, which draws one picture. */
#include "wire/form_file.h"

#include "base/memory.h"

#include <stdlib.h>

/* The catalog and the tree of pages come first in number, and last in the file. */
#define CATALOG 1
#define PAGES 2
#define OBJECTS_FIRST 2
/* Of one page: itself, its form, its picture. */
#define OBJECTS_OF_PAGE 3

void form_file_init(struct form_file *file)
{
    *file = (struct form_file){.bytes = BUF_INIT};
    buf_add_string(&file->bytes, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
}

void form_file_release(struct form_file *file)
{
    buf_release(&file->bytes);
    free(file->offsets);
}

void form_file_take(struct form_file *file)
{
    file->taken += file->bytes.length;
    buf_clear(&file->bytes);
}

static void begin(struct form_file *file, size_t number)
{
    while (file->object_count < number) {
        file->offsets = memory_grow(file->offsets, file->object_count, &file->object_capacity,
                                    sizeof *file->offsets);
        file->offsets[file->object_count++] = 0;
    }
    file->offsets[number - 1] = file->taken + file->bytes.length;
    buf_add_format(&file->bytes, "%zu 0 obj\n", number);
}

/* An object with these entries; data may be NULL. */
static void add(struct form_file *file, size_t number, const char *entries, const struct buf *data)
{
    begin(file, number);
    if (data) {
        buf_add_format(&file->bytes, "<< %s /Length %zu >>\nstream\n", entries, data->length);
        buf_add(&file->bytes, data->bytes, data->length);
        buf_add_string(&file->bytes, "\nendstream\nendobj\n");
    } else {
        buf_add_format(&file->bytes, "<< %s >>\nendobj\n", entries);
    }
}

static size_t first_object(size_t page)
{
    return OBJECTS_FIRST + page * OBJECTS_OF_PAGE + 1;
}

void form_file_add(struct form_file *file, int32_t width, int32_t height, const long long matrix[6],
                   const char *entries, const struct buf *data)
{
    size_t page = first_object(file->page_count++);
    struct buf text = BUF_INIT;
    struct buf content = BUF_INIT;
    add(file, page + 2, entries, data);
    buf_add_string(&text, "/Type /XObject /Subtype /Form /BBox [0 0 ");
    buf_add_thousandths(&text, width);
    buf_add_char(&text, ' ');
    buf_add_thousandths(&text, height);
    buf_add_format(&text, "] /Resources << /XObject << /I %zu 0 R >> >>", page + 2);
    buf_add_string(&content, "q ");
    for (int i = 0; i < 6; i++) {
        buf_add_thousandths(&content, matrix[i]);
        buf_add_char(&content, ' ');
    }
    buf_add_string(&content, "cm /I Do Q");
    add(file, page + 1, text.bytes, &content);
    buf_clear(&text);
    buf_add_format(&text,
                   "/Type /Page /Parent %d 0 R /MediaBox [0 0 1 1] /Resources << /XObject <<"
                   " /X1 %zu 0 R >> >>",
                   PAGES, page + 1);
    add(file, page, text.bytes, NULL);
    buf_release(&text);
    buf_release(&content);
}

void form_file_end(struct form_file *file)
{
    struct buf entries = BUF_INIT;
    buf_add_string(&entries, "/Type /Pages /Kids [");
    for (size_t i = 0; i < file->page_count; i++)
        buf_add_format(&entries, "%zu 0 R ", first_object(i));
    buf_add_format(&entries, "] /Count %zu", file->page_count);
    add(file, CATALOG, "/Type /Catalog /Pages 2 0 R", NULL);
    add(file, PAGES, entries.bytes, NULL);
    uint64_t start = file->taken + file->bytes.length;
    buf_add_format(&file->bytes, "xref\n0 %zu\n0000000000 65535 f \n", file->object_count + 1);
    for (size_t i = 0; i < file->object_count; i++)
        buf_add_format(&file->bytes, "%010llu 00000 n \n", (unsigned long long)file->offsets[i]);
    buf_add_format(&file->bytes, "trailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%llu\n%%%%EOF\n",
                   file->object_count + 1, (unsigned long long)start);
    buf_release(&entries);
}
