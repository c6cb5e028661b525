package dev.gitopsbinding.testing.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvtestBinariesTest {
  @TempDir private Path home;

  @Test
  void prefersTheTestFolderThenTheAssetsThenTheCache() throws IOException {
    // Given
    Path test = programs(version("test", "1.36.3"));
    Path assets = programs(home.resolve("assets"));
    Path cache = programs(version(".cache/gitopsbinding/envtest", "1.36.3"));
    Map<String, String> both =
        Map.of(
            "KUBE_API_TEST_DIR", home.resolve("test").toString(),
            "KUBEBUILDER_ASSETS", assets.toString());

    // Then
    assertThat(EnvtestBinaries.find(both, home)).contains(new EnvtestBinaries(test));
    assertThat(EnvtestBinaries.find(Map.of("KUBEBUILDER_ASSETS", assets.toString()), home))
        .contains(new EnvtestBinaries(assets));
    assertThat(EnvtestBinaries.find(Map.of(), home)).contains(new EnvtestBinaries(cache));
  }

  @Test
  void takesTheNewestVersion() throws IOException {
    // Given
    programs(version("test", "1.9.2"));
    Path newest = programs(version("test", "1.36.3"));

    // When
    var found =
        EnvtestBinaries.find(Map.of("KUBE_API_TEST_DIR", home.resolve("test").toString()), home);

    // Then
    assertThat(found).contains(new EnvtestBinaries(newest));
  }

  @Test
  void passesOverFoldersThatLackAProgram() throws IOException {
    // Given
    Path assets = programs(home.resolve("assets"));
    Files.delete(assets.resolve("etcd"));

    // When
    var found = EnvtestBinaries.find(Map.of("KUBEBUILDER_ASSETS", assets.toString()), home);

    // Then
    assertThat(found).isEmpty();
  }

  @Test
  void looksIntoTheCacheFolderOfTheUser() throws IOException {
    // Given
    Path cache = programs(version("xdg/gitopsbinding/envtest", "1.36.3"));

    // When
    var found =
        EnvtestBinaries.find(Map.of("XDG_CACHE_HOME", home.resolve("xdg").toString()), home);

    // Then
    assertThat(found).contains(new EnvtestBinaries(cache));
  }

  private Path version(String folder, String version) {
    return home.resolve(folder).resolve("k8s").resolve(version + EnvtestBinaries.platform());
  }

  private static Path programs(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("etcd", "kube-apiserver", "kubectl")) {
      Path program = Files.createFile(folder.resolve(name));
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    return folder;
  }
}
