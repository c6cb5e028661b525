package dev.gitopsbinding.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.jar.Attributes;
import java.util.jar.Attributes.Name;
import org.junit.jupiter.api.Test;

class ProgramVersionTest {
  private static final String COMMIT = "3f2c9a1b".repeat(5);

  @Test
  void showsTheRevisionShortAndTheJvm() {
    assertThat(new ProgramVersion("1.2.3", COMMIT).text())
        .isEqualTo("1.2.3 (revision 3f2c9a1b3f2c, Java " + Runtime.version() + ")");
    assertThat(new ProgramVersion("1.2.3", "unknown").text()).contains("revision unknown");
  }

  @Test
  void classesOutsideOfAJarHaveNoVersion() {
    assertThat(ProgramVersion.read()).isEqualTo(new ProgramVersion("without a version", "unknown"));
  }

  @Test
  void takesTheRevisionFromAManifestOfItsOwnVersionOnly() {
    Attributes manifest = new Attributes();
    manifest.put(Name.IMPLEMENTATION_VERSION, "1.2.3");
    manifest.putValue("Implementation-Revision", COMMIT);

    assertThat(ProgramVersion.revision("1.2.3", manifest)).isEqualTo(COMMIT);
    assertThat(ProgramVersion.revision("1.2.4", manifest)).isEqualTo("unknown");

    // When: it is a library's
    manifest.put(Name.IMPLEMENTATION_TITLE, "A library");

    // Then
    assertThat(ProgramVersion.revision("1.2.3", manifest)).isEqualTo("unknown");
  }
}
