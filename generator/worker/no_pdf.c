/* SPDX-License-Identifier: ISC */
/* The jobs that need libraries for PDF and XML, where those are not linked: picture-worker does
 * without them. */
#include "worker/answer.h"
#include "worker/work.h"

static void refuse(void)
{
    answer_failed(0, "this program reads pictures alone");
}

void inspect_pdf(const struct job *job, const struct foreign *foreign)
{
    (void)job;
    (void)foreign;
    refuse();
}

void draw_pdf(const struct job *job, const struct foreign *foreign)
{
    (void)job;
    (void)foreign;
    refuse();
}

void normalise_pdf(const struct job *job, const struct foreign *foreign)
{
    (void)job;
    (void)foreign;
    refuse();
}

void extract_pdf(const struct job *job, const struct foreign *foreign)
{
    (void)job;
    (void)foreign;
    refuse();
}

void beside(const struct job *job, const struct foreign *foreign)
{
    (void)job;
    (void)foreign;
    refuse();
}
