#ifndef MNZ_STUDY_TRIAL_RECORD_H
#define MNZ_STUDY_TRIAL_RECORD_H

#include "engine/batch.h"

/*
 * One trial as a planner needs to know it: the state in which the first control, outage
 * or surge finds the world, and step by step what nobody could have decided otherwise.
 * Numbers are those of one lane, t a step; [a x steps + step].
 */
struct mnz_trial_record {
    struct mnz_arena arena;
    const struct mnz_engine *engine;
    struct mnz_observer next;
    uint32_t lane, steps;
    uint32_t first; /* step in which the first act is in force; `steps`: never */
    /* As the orders of step `first` are placed. */
    double *stock, *made, *scrap, *held; /* [port], [output], [output], [stockpile] */
    double *coming; /* [port x steps + k] arrives in step first + k, whatever is done */
    /* [node x steps]: K, or W; supplied, or a; of industries what may be supplied
     * beside consumption. */
    double *most, *done, *beside;
    double *use;           /* [port x steps] */
    double *yield;         /* [output x steps] */
    double *taken;         /* [output x steps] bought for stockpiles */
    double *back;          /* [output x steps] scrap that comes back */
    double *enters, *rate; /* [stockpile x steps] bought goods, greatest release */
    /* [link x steps], engine's numbers: sent, room of the link, k, rho. */
    double *sent, *room, *lead, *rest;
    /* [link x steps] what licences let pass since they came into force, cumulated, and
     * what bans let pass in the step; INFINITY where none is in force all the step. */
    double *licensed, *crosses;
    double *quota;  /* [control x steps] t that may cross in all; INFINITY: any */
    double *weight; /* [node] contained t per unit of an industry's W in a step */
    /* Licences under way. */
    double *pending, *granted, *passed; /* [link x rows], [link], [link] */
    double *base;                       /* [link] alpha' nu as the regime began */
    double *last_held;                  /* [stockpile] at the end of the last step */
    uint8_t *was_held;                  /* [link] by licences in the step before */
    uint32_t rows;
};

MNZ_NODISCARD enum mnz_status mnz_trial_record_create(const struct mnz_engine *engine,
                                                      uint32_t lane,
                                                      struct mnz_trial_record **out);

/* Does nothing when `record` is NULL. */
void mnz_trial_record_destroy(struct mnz_trial_record *record);

/* An observer for the next batch; it passes what it sees to `next`. */
struct mnz_observer mnz_trial_record_observer(struct mnz_trial_record *record,
                                              const struct mnz_observer *next);

#endif
