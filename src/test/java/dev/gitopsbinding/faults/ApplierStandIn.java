package dev.gitopsbinding.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.OperatorProgram;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A stand-in for what applies manifests (Argo CD, Flux) and for what runs a Deployment's pods,
 * which an API server alone has not. It applies the operator's own manifest, and rolls its pods,
 * which are processes: one more is started, and once it is ready an old one is terminated, as with
 * {@code maxSurge: 1} and {@code maxUnavailable: 0}.
 */
final class ApplierStandIn {
  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  private static final String NAMESPACE = "gitopsbinding-system";
  private static final String NAME = "gitopsbinding-operator";

  /** Between SIGTERM and SIGKILL, as in the shipped Deployment. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final ApiServer api;
  private final GitRepository manifest;
  private final String path;
  private final Function<String, OperatorProgram> starter;
  private List<OperatorProgram> pods = List.of();

  /**
   * @param starter starts a pod of this name
   */
  ApplierStandIn(
      ApiServer api,
      GitRepository manifest,
      String path,
      Function<String, OperatorProgram> starter) {
    this.api = api;
    this.manifest = manifest;
    this.path = path;
    this.starter = starter;
  }

  /** Applies the manifest, and starts its pods. */
  void install() {
    apply();
    List<OperatorProgram> started = new ArrayList<>();
    for (int pod = 0; pod < replicas(); pod++) {
      started.add(start(pod));
    }
    pods = started;
    report(pods.size(), pods.size());
  }

  /**
   * Applies the manifest and rolls the pods.
   *
   * @param whileTheLeaderEnds called once, after the leader was asked to end. The lease may go to
   *     another old pod, which then hands it over in its turn
   */
  void roll(Runnable whileTheLeaderEnds) {
    apply();
    List<OperatorProgram> fresh = new ArrayList<>();
    OperatorProgram leader =
        pods.stream().filter(pod -> pod.leads(api.admin())).findFirst().orElseThrow();
    for (OperatorProgram old : pods) {
      fresh.add(start(fresh.size()));
      old.terminate();
      if (old.equals(leader)) {
        whileTheLeaderEnds.run();
      }
      assertThat(old.awaitEnd(GRACE).exitCode()).isEqualTo(TERMINATED);
      report(fresh.size(), pods.size());
    }
    pods = fresh;
  }

  /** The pods that run. */
  List<OperatorProgram> pods() {
    return pods;
  }

  private OperatorProgram start(int number) {
    String image = image();
    OperatorProgram pod =
        starter.apply("operator-" + image.substring(image.lastIndexOf(':') + 1) + "-" + number);
    pod.awaitReady();
    return pod;
  }

  private void apply() {
    api.admin()
        .resource(manifest.text("main", path))
        .inNamespace(NAMESPACE)
        .fieldManager("applier")
        .forceConflicts()
        .serverSideApply();
  }

  private String image() {
    return deployment()
        .require()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  private int replicas() {
    return deployment().require().getSpec().getReplicas();
  }

  /** What the controller of Deployments would report. */
  private void report(int updated, int all) {
    deployment()
        .editStatus(
            found -> {
              found.setStatus(
                  new DeploymentStatusBuilder()
                      .withObservedGeneration(found.getMetadata().getGeneration())
                      .withReplicas(all)
                      .withUpdatedReplicas(updated)
                      .withReadyReplicas(all)
                      .withAvailableReplicas(all)
                      .build());
              return found;
            });
  }

  private RollableScalableResource<Deployment> deployment() {
    return api.admin().apps().deployments().inNamespace(NAMESPACE).withName(NAME);
  }
}
