/* SPDX-License-Identifier: ISC */
/* JOB_INSPECT of pictures. */
#include "worker/answer.h"
#include "worker/work.h"

void inspect_scan(const struct job *job, const struct foreign *foreign)
{
    (void)job, (void)foreign;
    answer_failed(0, "is a picture");
}
