package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.testing.apiserver.EnvtestBinaries;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds by the real {@code kubectl kustomize}; git reads some hosts from a folder. */
final class KubectlBuild {
  /** What git is to read from which folder. */
  private static final String[][] HOSTS = {
    {"https://github.com/", "/github.com/"},
    {"git@github.com:", "/github.com/"},
    {"org-1@github.com:", "/github.com/"},
    {"https://git.example.com:8443/", "/git.example.com/"},
    {"https://ada:sesame@git.example.com:8443/", "/git.example.com/"},
    {"ssh://git@git.example.com:8443/", "/git.example.com/"}
  };

  private final Path folder;

  KubectlBuild(Path folder) {
    this.folder = folder;
  }

  private static String pod(String image) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
      - {name: web, image: "%s:before"}
      - {name: other, image: "nginx:1"}
    """
        .formatted(image);
  }

  /** Builds a file beside a Pod that runs an image. */
  String build(String kustomization, String image) throws Exception {
    Files.writeString(folder.resolve("web.yaml"), pod(image));
    return kustomize(kustomization);
  }

  /** Builds a file beside what is in the folder. */
  String kustomize(String kustomization) throws IOException {
    Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
    return kubectl("kustomize", folder.toString());
  }

  /** Runs kubectl in the folder. */
  String kubectl(String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(EnvtestBinaries.find().kubectl().toString());
    Map<String, String> environment = new HashMap<>();
    for (String[] host : HOSTS) {
      int count = environment.size() / 2;
      environment.put("GIT_CONFIG_KEY_" + count, "url.file://" + folder + host[1] + ".insteadOf");
      environment.put("GIT_CONFIG_VALUE_" + count, host[0]);
    }
    environment.put("GIT_CONFIG_COUNT", String.valueOf(HOSTS.length));
    return Command.in(folder).with(environment).run(command.toArray(String[]::new)) + "\n";
  }
}
