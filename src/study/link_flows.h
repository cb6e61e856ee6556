#ifndef MNZ_STUDY_LINK_FLOWS_H
#define MNZ_STUDY_LINK_FLOWS_H

#include "base/bytes.h"
#include "engine/batch.h"

/*
 * Tonnes that each link carries in each recorded month, over all trials. They are
 * summed as whole numbers of a quantum, so that the sums do not depend on the order of
 * trials or on threads.
 */
struct mnz_link_flows;

/* Links times months that are recorded at most: 32 MiB of sums in each thread. */
enum { MNZ_MOST_LINK_FLOWS = 1 << 22 };

/* Sums of 0. *out is NULL, with MNZ_OK, where the network has more links times months
 * than are recorded. */
MNZ_NODISCARD enum mnz_status mnz_link_flows_create(const struct mnz_network *network,
                                                    struct mnz_link_flows **out);

/* Does nothing when `flows` is NULL. */
void mnz_link_flows_destroy(struct mnz_link_flows *flows);

/* An observer for the next batch, of which the first `lanes` are trials, which count
 * `weight` times; it passes what it sees to `next`. */
struct mnz_observer mnz_link_flows_observer(struct mnz_link_flows *flows,
                                            const struct mnz_observer *next,
                                            uint32_t lanes, uint32_t weight);

/* Add the sums of `from`, of the same network. */
void mnz_link_flows_merge(struct mnz_link_flows *into,
                          const struct mnz_link_flows *from);

/* Write the sums, and read them back into those of the same network, which are still 0.
 * Bytes that are not whole break the reader. */
void mnz_link_flows_write(const struct mnz_link_flows *flows,
                          struct mnz_byte_writer *writer);
void mnz_link_flows_read(struct mnz_link_flows *flows, struct mnz_byte_reader *reader);

/* The mean of `trials` trials, by their weights: tonnes over a link in a recorded
 * month. */
double mnz_link_flows_mean(const struct mnz_link_flows *flows, uint64_t trials,
                           uint32_t link, uint32_t month);

/* How many years the recorded steps of a month take; of MNZ_NONE, all of them. */
double mnz_years_of_month(const struct mnz_network *network, uint32_t month);

#endif
