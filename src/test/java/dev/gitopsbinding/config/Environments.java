package dev.gitopsbinding.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Environments of an operator, and what is read of them. */
final class Environments {
  static final Map<String, String> IN_A_POD = Map.of("POD_NAMESPACE", "gitops");

  private Environments() {}

  static OperatorConfig read(Map<String, String> environment) throws ConfigException {
    return OperatorConfig.read(environment, null);
  }

  /** The lines of the message after its heading. */
  static List<String> problems(Map<String, String> environment) {
    String message =
        catchThrowableOfType(ConfigException.class, () -> read(environment)).getMessage();
    return Arrays.stream(message.split("\n {2}")).skip(1).toList();
  }
}
