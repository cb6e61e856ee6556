/* check_write.c - the balance sheet as plain text tables. */

#include <math.h>
#include <string.h>

#include "base/dates.h"
#include "network/check.h"

enum { LINE = 100, NUMBER = 11, CELL = 64 };

/* A line in the making: where the next column begins, and how far text has come. */
struct line {
    FILE *stream;
    int at;
};

/* Columns that a UTF-8 text takes, a character each. */
static int
columns_of(const char *text)
{
    int n = 0;

    for (; *text != '\0'; text++)
        n += ((unsigned char)*text & 0xc0u) != 0x80u;
    return n;
}

/* Write text, if any, at column `from`, on a new line if the one before has come too
 * far, and cut at the end of the line. */
static void
put(struct line *line, int from, const char *text)
{
    int room = LINE - from;

    if (text[0] == '\0')
        return;
    if (line->at > from || (from > 0 && line->at == from)) {
        fputc('\n', line->stream);
        line->at = 0;
    }
    fprintf(line->stream, "%*s", from - line->at, "");
    line->at = from + columns_of(text);
    if (line->at <= LINE) {
        fputs(text, line->stream);
        return;
    }
    for (room -= 3; room > 0; room--) {
        do
            fputc(*text++, line->stream);
        while (((unsigned char)*text & 0xc0u) == 0x80u);
    }
    fputs("...", line->stream);
    line->at = LINE;
}

static void
put_right(struct line *line, int until, const char *text)
{
    put(line, until - columns_of(text), text);
}

static void
end_line(struct line *line)
{
    fputc('\n', line->stream);
    line->at = 0;
}

static void
write_heading(FILE *out, const char *text)
{
    fprintf(out, "\n%s\n", text);
}

/* Four significant digits, never an exponent below 10^15, `.` in every locale. */
static const char *
amount(double x, char text[CELL])
{
    static const int64_t powers[] = {1, 10, 100, 1000, 10000};
    int decimals = 0;
    int64_t scaled;

    if (!isfinite(x) || fabs(x) >= 1e15)
        return isinf(x) ? "no limit" : "-";
    if (x == 0.0)
        return "0";
    while (decimals < 4 && fabs(x) * (double)powers[decimals] < 999.5)
        decimals++;
    scaled = llround(fabs(x) * (double)powers[decimals]);
    while (decimals > 0 && scaled % 10 == 0) {
        scaled /= 10;
        decimals--;
    }
    if (decimals == 0)
        snprintf(text, CELL, "%s%lld", x < 0.0 && scaled > 0 ? "-" : "",
                 (long long)scaled);
    else
        snprintf(text, CELL, "%s%lld.%0*lld", x < 0.0 ? "-" : "",
                 (long long)(scaled / powers[decimals]), decimals,
                 (long long)(scaled % powers[decimals]));
    return text;
}

static const char *
percent(double share, char text[CELL])
{
    snprintf(text, CELL, "%lld %%", llround(share * 100.0));
    return text;
}

/* An amount, empty where it is nothing but rounding of `whole`. */
static const char *
amount_or_blank(double x, double whole, char text[CELL])
{
    return fabs(x) <= 1e-9 * fabs(whole) ? "" : amount(x, text);
}

static void
write_counts(const struct mnz_check *k, const char *heading, FILE *out)
{
    const struct mnz_network *net = k->network;
    const struct mnz_scenario *s = net->scenario;
    char first[MNZ_DATE_TEXT], last[MNZ_DATE_TEXT];

    (void)heading;
    mnz_date_format(s->start_day, first);
    mnz_date_format(net->step_day[net->num_steps], last);
    fprintf(out, "%s\n", s->title ? s->title : s->name);
    fprintf(out, "  %u facilities, %u industries, %u materials, %u links\n",
            k->num_facilities, k->num_industries, k->num_materials, net->num_links);
    fprintf(out, "  %u controls, %u policies, %u events; uncertain inputs: %u\n",
            s->num_controls, s->num_policies, s->num_events, k->num_inputs);
    fprintf(out, "  %s to %s in %u %ss, after %u of warm-up\n", first, last,
            net->num_steps - net->warm_steps, mnz_step_name[s->step], net->warm_steps);
}

static void
write_materials(const struct mnz_check *k, const char *heading, FILE *out)
{
    const struct mnz_scenario *s = k->network->scenario;
    struct line line = {.stream = out};
    char text[CELL];

    write_heading(out, heading);
    put(&line, 2, "stage");
    put(&line, 14, "material");
    put_right(&line, 56, "required");
    put_right(&line, 67, "capacity");
    put_right(&line, 76, "used");
    put_right(&line, 88, "surplus");
    put_right(&line, 100, "missing");
    end_line(&line);
    for (uint32_t i = 0; i < k->num_materials; i++) {
        const struct mnz_check_material *m = &k->materials[i];

        put(&line, 2, mnz_stage_name[s->materials[m->material].stage]);
        put(&line, 14, s->materials[m->material].name);
        put_right(&line, 56, amount(m->required, text));
        put_right(&line, 67, amount(m->capacity, text));
        put_right(&line, 76,
                  isfinite(m->capacity) ? percent(m->utilisation, text) : "-");
        put_right(&line, 88, amount_or_blank(m->surplus, m->made, text));
        put_right(&line, 100, amount_or_blank(m->missing, m->required, text));
        end_line(&line);
    }
}

static void
write_elements(const struct mnz_check *k, const char *heading, FILE *out)
{
    struct line line = {.stream = out};
    char text[CELL];

    write_heading(out, heading);
    put(&line, 2, "element");
    put_right(&line, 22, "mined");
    put_right(&line, 35, "recycled");
    put_right(&line, 48, "consumed");
    put_right(&line, 64, "process loss");
    put_right(&line, 77, "surplus");
    put_right(&line, 89, "missing");
    put_right(&line, 100, "used");
    end_line(&line);
    for (uint32_t i = 0; i < k->network->scenario->num_elements; i++) {
        const struct mnz_check_element *e = &k->elements[i];
        const double whole = e->mined + e->recycled + e->consumed;

        if (!e->is_followed)
            continue;
        put(&line, 2, k->network->scenario->elements[i].symbol);
        put_right(&line, 22, amount(e->mined, text));
        put_right(&line, 35, amount_or_blank(e->recycled, whole, text));
        put_right(&line, 48, amount(e->consumed, text));
        put_right(&line, 64, amount_or_blank(e->lost, whole, text));
        put_right(&line, 77, amount_or_blank(e->surplus, whole, text));
        put_right(&line, 89, amount_or_blank(e->missing, whole, text));
        put_right(&line, 100, percent(e->utilisation, text));
        end_line(&line);
    }
}

static void
write_busy(const struct mnz_check *k, const char *heading, FILE *out)
{
    struct line line = {.stream = out};
    char text[CELL];

    if (k->num_busy == 0)
        return;
    write_heading(out, heading);
    for (uint32_t i = 0; i < k->num_busy; i++) {
        const struct mnz_check_facility *f = &k->busy[i];

        put(&line, 2, mnz_network_node_name(k->network, f->node));
        put_right(&line, 67, amount(f->activity, text));
        put(&line, 68, "of");
        put_right(&line, 82, amount(f->capacity, text));
        put_right(&line, 100, percent(f->utilisation, text));
        end_line(&line);
    }
}

/* "1 link", "3 links", "1 facility". */
static const char *
count(uint32_t n, const char *plural, char text[CELL])
{
    const int length = (int)strlen(plural);
    const int is_y = strcmp(plural, "facilities") == 0;

    if (n == 1)
        snprintf(text, CELL, "1 %.*s%s", is_y ? length - 3 : length - 1, plural,
                 is_y ? "y" : "");
    else
        snprintf(text, CELL, "%u %s", n, plural);
    return text;
}

static void
write_controls(const struct mnz_check *k, const char *heading, FILE *out)
{
    const struct mnz_network *net = k->network;
    struct line line = {.stream = out};
    char text[CELL];

    if (net->scenario->num_controls == 0)
        return;
    write_heading(out, heading);
    for (uint32_t i = 0; i < net->scenario->num_controls; i++) {
        const struct mnz_net_control *c = &net->controls[i];
        double flow = 0.0;

        for (uint32_t j = 0; j < c->num_links; j++)
            flow += k->baseline->flow[net->control_links[c->first_link + j]];
        put(&line, 2, net->scenario->controls[i].name);
        put(&line, 50, mnz_control_kind_name[net->scenario->controls[i].kind]);
        put_right(&line, 84,
                  c->num_nodes > 0   ? count(c->num_nodes, "facilities", text)
                  : c->num_ports > 0 ? count(c->num_ports, "inputs", text)
                                     : count(c->num_links, "links", text));
        put_right(&line, 100, c->num_links == 0 ? "" : amount(flow, text));
        end_line(&line);
    }
}

static void
head_contents(const struct mnz_check *k, uint32_t control, struct line *line)
{
    const struct mnz_scenario *s = k->network->scenario;
    const double least =
        mnz_value_at(&s->pool, s->controls[control].extraterritorial.de_minimis,
                     k->network->step_day[0], mnz_network_median_draws(k->network));
    char text[CELL];

    fprintf(line->stream,
            "\nMade abroad and in the scope of %s: controlled content by value, which "
            "counts from %s %%\n",
            s->controls[control].name, amount(100.0 * least, text));
    put(line, 2, "seller");
    put(line, 30, "buyer");
    put(line, 58, "material");
    put_right(line, 88, "content");
    put_right(line, 100, "caught by");
    end_line(line);
}

static void
write_contents(const struct mnz_check *k, const char *heading, FILE *out)
{
    static const char *const caught[] = {[MNZ_CATCH_NOT] = "-",
                                         [MNZ_CATCH_CONTENT] = "content",
                                         [MNZ_CATCH_TECHNOLOGY] = "technology"};
    const struct mnz_network *net = k->network;
    struct line line = {.stream = out};
    char number[CELL], text[CELL + 2];

    (void)heading;
    for (uint32_t i = 0; i < k->num_contents; i++) {
        const struct mnz_check_content *row = &k->contents[i];

        if (i == 0 || row->control != row[-1].control)
            head_contents(k, row->control, &line);
        put(&line, 2, mnz_network_node_name(net, mnz_network_seller(net, row->link)));
        put(&line, 30, mnz_network_node_name(net, mnz_network_buyer(net, row->link)));
        put(&line, 58,
            net->scenario->materials[mnz_network_material(net, row->link)].name);
        snprintf(text, sizeof text, "%s %%", amount(100.0 * row->content, number));
        put_right(&line, 88, text);
        put_right(&line, 100, caught[row->caught]);
        end_line(&line);
    }
}

/* The number of things that a policy reaches, and the plural of their kind. */
struct reach {
    uint32_t count;
    const char *plural;
};

static void
add_reach(struct reach *reach, uint32_t n, const char *plural)
{
    reach->count += n;
    reach->plural = plural;
}

/* The inputs, links or facilities that a policy serves or changes. */
static struct reach
reach_of(const struct mnz_network *net, uint32_t policy)
{
    struct reach reach = {0, "links"};

    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        if (net->stockpiles[i].policy == policy)
            add_reach(&reach, net->stockpiles[i].num_ports, "inputs");
    for (uint32_t i = 0; i < net->num_projects; i++)
        if (net->projects[i].policy == policy)
            add_reach(&reach, 1, "facilities");
    for (uint32_t i = 0; i < net->num_priorities; i++)
        if (net->priorities[i].policy == policy)
            add_reach(&reach, net->priorities[i].num_links, "links");
    for (uint32_t i = 0; i < net->num_recyclings; i++)
        if (net->recyclings[i].policy == policy)
            add_reach(&reach, net->recyclings[i].num_nodes, "sources");
    for (uint32_t i = 0; i < net->num_pacts; i++)
        for (uint32_t g = 0;
             net->pacts[i].policy == policy && g < net->pacts[i].num_groups; g++)
            add_reach(&reach, net->pact_groups[net->pacts[i].first_group + g].num_ports,
                      "inputs");
    for (uint32_t i = 0; i < net->num_substitutions; i++)
        if (net->substitutions[i].policy == policy)
            add_reach(&reach, net->substitutions[i].num_ports, "inputs");
    for (uint32_t i = 0; i < net->num_floors; i++)
        if (net->floors[i].policy == policy)
            add_reach(&reach, net->floors[i].num_links, "links");
    return reach;
}

static void
write_policies(const struct mnz_check *k, const char *heading, FILE *out)
{
    const struct mnz_scenario *s = k->network->scenario;
    struct line line = {.stream = out};
    char text[CELL];

    if (s->num_policies == 0)
        return;
    write_heading(out, heading);
    for (uint32_t i = 0; i < s->num_policies; i++) {
        const struct reach reach = reach_of(k->network, i);

        put(&line, 2, s->policies[i].name);
        put(&line, 50, mnz_policy_kind_name[s->policies[i].kind]);
        put_right(&line, 84, count(reach.count, reach.plural, text));
        end_line(&line);
    }
}

static void
write_lost_rows(const struct mnz_check *k, const char *heading, FILE *out)
{
    const struct mnz_link_row *rows = k->network->scenario->link_rows;
    uint32_t count;
    const struct mnz_net_lost_row *lost = mnz_network_lost_rows(k->network, &count);

    if (count == 0)
        return;
    write_heading(out, heading);
    for (uint32_t i = 0; i < count; i++) {
        const struct mnz_span was = rows[lost[i].row].origin.at;
        const struct mnz_span is = rows[lost[i].by_row].origin.at;

        fprintf(out, "  %s:%u\n      %s by %s:%u for %u pair%s\n",
                was.file ? was.file : "", was.line,
                rows[lost[i].by_row].is_removed ? "removed" : "replaced",
                is.file ? is.file : "", is.line, lost[i].num_pairs,
                lost[i].num_pairs == 1 ? "" : "s");
    }
}

static void
write_inputs(const struct mnz_check *k, const char *heading, FILE *out)
{
    const struct mnz_scenario *s = k->network->scenario;
    struct line line = {.stream = out};

    if (k->num_draws > 0)
        fprintf(out,
                "\nDraws that decide events and what acts with a probability: %u\n",
                k->num_draws);
    if (k->num_inputs == 0)
        return;
    write_heading(out, heading);
    put(&line, 2, "input");
    put(&line, 40, "distribution");
    put(&line, 72, "verified");
    put(&line, 84, "source");
    end_line(&line);
    for (uint32_t i = 0; i < k->num_inputs; i++) {
        const struct mnz_input *input = &s->pool.inputs[k->inputs[i]];

        put(&line, 2, input->name);
        put(&line, 40, input->dist_text ? input->dist_text : "");
        put(&line, 72, input->verified ? input->verified : "");
        put(&line, 84, input->source ? input->source : "");
        end_line(&line);
    }
}

/* The parts of the sheet in their order; a part without rows leaves its heading out. */
static const struct {
    const char *heading; /* NULL for parts that head themselves */
    void (*write)(const struct mnz_check *k, const char *heading, FILE *out);
} parts[] = {
    {NULL, write_counts},
    {"Materials in the baseline, t/yr", write_materials},
    {"Elements in the baseline, t/yr of the element", write_elements},
    {"Facilities above 90 % of their capacity, t/yr of activity", write_busy},
    {"Controls and what they can reach; flows are the baseline's, t/yr",
     write_controls},
    {NULL, write_contents},
    {"Policies and what they reach", write_policies},
    {"Link rows that lost to a later row of the same seller, buyer and material",
     write_lost_rows},
    {"Uncertain inputs", write_inputs},
};

enum mnz_status
mnz_check_write(const struct mnz_check *check, FILE *stream)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        parts[i].write(check, parts[i].heading, stream);
    return ferror(stream) ? MNZ_ERR_IO : MNZ_OK;
}
