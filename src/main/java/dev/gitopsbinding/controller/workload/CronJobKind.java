package dev.gitopsbinding.controller.workload;

import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import java.util.Optional;

/**
 * CronJobs. A tag is rolled out as soon as the template of the jobs has it: jobs that run keep what
 * they were started with, and whether a later one succeeds is not looked at.
 */
public final class CronJobKind implements WorkloadKind<CronJob> {
  @Override
  public String name() {
    return "CronJob";
  }

  @Override
  public Class<CronJob> type() {
    return CronJob.class;
  }

  @Override
  public Workload.Found read(CronJob job) {
    return PodTemplateReader.read(template(job.getSpec()), rollout(job.getSpec()));
  }

  private static PodTemplateSpec template(CronJobSpec spec) {
    return Optional.ofNullable(spec.getJobTemplate())
        .map(JobTemplateSpec::getSpec)
        .map(JobSpec::getTemplate)
        .orElseGet(PodTemplateSpec::new);
  }

  private static Rollout rollout(CronJobSpec spec) {
    return new Rollout.Complete(
        null,
        Boolean.TRUE.equals(spec.getSuspend())
            ? "no job will run it as long as the CronJob is suspended"
            : "the next job will run it");
  }
}
