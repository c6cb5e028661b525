package dev.gitopsbinding.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The setting by which several operators share the bindings of a cluster. */
final class ShardVariables {
  private static final String NAME = "[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?";
  private static final String KEY = "(?:[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?/)?" + NAME;
  private static final String VALUES = "\\( *(?:NAME)?(?: *, *(?:NAME)?)* *\\)";

  /** Kubernetes, "Labels and Selectors". */
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "!? *KEY|KEY *(?:=|==|!=) *(?:NAME)?|KEY +(?:in|notin) +VALUES"
              .replace("VALUES", VALUES)
              .replace("KEY", KEY)
              .replace("NAME", NAME));

  private static final Pattern COMMA_OUTSIDE = Pattern.compile(",(?![^(]*\\))");

  final Setting<String> selector =
      Setting.of(
          Settings.PREFIX + "WATCH_LABEL_SELECTOR",
          "",
          "a Kubernetes label selector, such as shard=a, !shard or shard in (a, b)",
          "The labels of the bindings that are served; empty for any. Operators that share a cluster need selectors that no binding matches twice, and a `GITOPSBINDING_LEASE_NAME` each; see [sharding.md](sharding.md).",
          ShardVariables::labelSelector);

  /** All, in the order of the documentation. */
  List<Setting<?>> all() {
    return List.of(selector);
  }

  /** Two shards with one lease would wait for each other forever. */
  Optional<String> leaseProblem(EnvironmentReader reader, Settings settings, boolean electing) {
    return electing
            && reader.optional(selector).isPresent()
            && reader.optional(settings.leaseName).isEmpty()
        ? Optional.of(
            "%s is needed beside %s: a lease for each shard, and the right to it; else all but one shard would wait forever"
                .formatted(settings.leaseName.variable(), selector.variable()))
        : Optional.empty();
  }

  private static Optional<String> labelSelector(String text) {
    boolean valid =
        Arrays.stream(COMMA_OUTSIDE.split(text, -1))
            .allMatch(requirement -> REQUIREMENT.matcher(requirement.strip()).matches());
    return valid ? Optional.of(text) : Optional.empty();
  }
}
