package dev.gitopsbinding.bench.fleet;

import dev.gitopsbinding.bench.fleet.Repositories.Layout;

/**
 * How many bindings share what.
 *
 * @param name lower case; names namespaces and repositories, so unique in a run
 * @param keys SSH keys, each used by as many namespaces
 * @param interval of every binding, as a Go duration
 * @param layout of every manifest repository
 * @param paths whether the sources are mono-repositories with a history, and each binding counts
 *     the commits that touch its own paths
 * @param shards into how many parts a label divides the bindings, each with bindings of every
 *     source and every manifest repository; 1 for bindings without the label
 */
public record FleetPlan(
    String name,
    int bindings,
    int sources,
    int manifests,
    int namespaces,
    int keys,
    String interval,
    Layout layout,
    boolean paths,
    int shards) {

  /** One namespace, one key, one manifest repository of the usual size, interval 2m. */
  public static FleetPlan of(String name, int bindings, int sources) {
    return new FleetPlan(name, bindings, sources, 1, 1, 1, "2m", Layout.USUAL, false, 1);
  }

  public FleetPlan withNamespaces(int count, int keys) {
    return new FleetPlan(
        name, bindings, sources, manifests, count, keys, interval, layout, paths, shards);
  }

  public FleetPlan withManifests(int count) {
    return new FleetPlan(
        name, bindings, sources, count, namespaces, keys, interval, layout, paths, shards);
  }

  public FleetPlan withInterval(String interval) {
    return new FleetPlan(
        name, bindings, sources, manifests, namespaces, keys, interval, layout, paths, shards);
  }

  public FleetPlan withLayout(Layout layout) {
    return new FleetPlan(
        name, bindings, sources, manifests, namespaces, keys, interval, layout, paths, shards);
  }

  public FleetPlan withPaths() {
    return new FleetPlan(
        name, bindings, sources, manifests, namespaces, keys, interval, layout, true, shards);
  }

  public FleetPlan withShards(int count) {
    return new FleetPlan(
        name, bindings, sources, manifests, namespaces, keys, interval, layout, paths, count);
  }

  /** The binding with this number, from 0. */
  public App app(int number) {
    int namespace = (int) ((long) number * namespaces / bindings);
    return new App(
        "app-%05d".formatted(number),
        "%s-%03d".formatted(name, namespace),
        number % sources,
        number / sources % manifests,
        namespace * keys / namespaces,
        number / (sources * manifests) % shards);
  }

  public String sourceName(int number) {
    return "%s-source-%03d.git".formatted(name, number);
  }

  public String manifestName(int number) {
    return "%s-deploy-%02d.git".formatted(name, number);
  }

  /**
   * One binding with its Deployment.
   *
   * @param source the number of its source repository
   * @param manifest the number of its manifest repository
   * @param key the number of its SSH key
   * @param shard the number of its shard
   */
  public record App(String name, String namespace, int source, int manifest, int key, int shard) {
    public String id() {
      return namespace + "/" + name;
    }

    public String image() {
      return "ghcr.io/bench/" + name;
    }

    public String path() {
      return "apps/" + namespace + "/" + name + "/deployment.yaml";
    }

    public String manifestText() {
      return """
          # Deployed by GitOps.
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: %1$s
            namespace: %2$s
            labels: {app.kubernetes.io/name: %1$s}
          spec:
            replicas: 2
            selector:
              matchLabels: {app: %1$s}
            template:
              metadata:
                labels: {app: %1$s}
              spec:
                containers:
                  - name: app
                    image: "%3$s:initial" # the operator writes this tag
                    ports: [{containerPort: 8080}]
                    resources:
                      requests: {cpu: 10m, memory: 64Mi}
          """
          .formatted(name, namespace, image());
    }
  }
}
