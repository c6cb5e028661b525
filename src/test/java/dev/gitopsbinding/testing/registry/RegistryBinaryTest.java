package dev.gitopsbinding.testing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryBinaryTest {
  private static final String VERSION = "registry github.com/distribution/distribution/v3 v3.1.2";

  @TempDir private Path home;

  @Test
  void prefersTheNamedOneThenThePathThenTheCache() throws IOException {
    // Given
    Path named = program("named/any", VERSION);
    Path installed = program("bin/docker-registry", VERSION);
    Path cached = program(".cache/gitopsbinding/registry/" + RegistryBinary.cachedName(), VERSION);
    Map<String, String> path = Map.of("PATH", home.resolve("bin").toString());
    Map<String, String> both =
        Map.of("REGISTRY_BINARY", named.toString(), "PATH", home.resolve("bin").toString());

    // Then
    assertThat(RegistryBinary.find(both, home)).contains(new RegistryBinary(named));
    assertThat(RegistryBinary.find(path, home)).contains(new RegistryBinary(installed));
    assertThat(RegistryBinary.find(Map.of(), home)).contains(new RegistryBinary(cached));
  }

  @Test
  void passesOverAnotherProgramOfThatName() throws IOException {
    // Given
    program("bin/registry", "npm registry 1.0");

    // When
    var found = RegistryBinary.find(Map.of("PATH", home.resolve("bin").toString()), home);

    // Then
    assertThat(found).isEmpty();
  }

  private Path program(String name, String version) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\necho '" + version + "'\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
