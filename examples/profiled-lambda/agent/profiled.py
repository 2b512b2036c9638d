"""Starts the agent of CodeGuru Profiler as the parameter of the profiling group says."""

import os
from datetime import timedelta

import boto3
from codeguru_profiler_agent import with_lambda_profiler

INTERVALS = {
    "SamplingIntervalInMilliseconds": "sampling_interval",
    "ReportingIntervalInMilliseconds": "reporting_interval",
    "MinimumTimeForReportingInMilliseconds": "minimum_time_reporting",
}
# The agent takes the limit of memory for its share of the processor.
NUMBERS = {"MaxStackDepth": "max_stack_depth", "MemoryUsageLimitPercent": "cpu_limit_percentage"}


def read_settings():
    """The lines NAME=VALUE of the parameter."""
    name = os.environ["CODEGURU_PROFILER_PARAMETER"]
    text = boto3.client("ssm").get_parameter(Name=name)["Parameter"]["Value"]
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def override(settings):
    """The settings as the agent takes them."""
    intervals = {
        option: timedelta(milliseconds=int(settings[name])) for name, option in INTERVALS.items() if name in settings
    }
    numbers = {option: int(settings[name]) for name, option in NUMBERS.items() if name in settings}
    return {**intervals, **numbers}


SETTINGS = read_settings()


# Outside of Lambda: Profiler(profiling_group_name=..., region_name=..., environment_override=...).start()
@with_lambda_profiler(
    profiling_group_name=SETTINGS["ProfilingGroupName"],
    region_name=SETTINGS["Region"],
    environment_override=override(SETTINGS),
)
def handler(event, context):
    return {"statusCode": 200}
