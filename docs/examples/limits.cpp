// limits.cpp - from C++: the inputs that limit industries most often.
#include <cstdio>
#include <memory>
#include <monazite/monazite.h>

struct destroy {
    void
    operator()(mnz_model *model) const
    {
        mnz_model_destroy(model);
    }
    void
    operator()(mnz_result *result) const
    {
        mnz_result_destroy(result);
    }
};

int
main(int argc, char **argv)
{
    mnz_model *model = nullptr;
    mnz_result *result = nullptr;
    mnz_stop_flag stop{0};
    mnz_run_options options{};
    mnz_limit limits[5];

    options.trials = 500;
    options.stop = &stop;
    if (mnz_model_load(argv[argc - 1], nullptr, 0, nullptr, &model))
        return 1;
    const std::unique_ptr<mnz_model, destroy> own_model(model);
    if (mnz_model_run(model, &options, &result))
        return 1;
    const std::unique_ptr<mnz_result, destroy> own_result(result);
    const uint32_t count = mnz_result_limits(result, limits, 5);
    for (uint32_t i = 0; i < count; i++)
        std::printf("%s is short of %s in %.1f steps of a trial\n", limits[i].industry,
                    limits[i].material, limits[i].steps);
    return count == 0;
}
