package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeteredProcessTest {
  @Test
  void a_program_whose_channel_was_closed_before_its_end_has_no_exit_value() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      var metered =
          new MeteredProcess(process, new ReceivedBytes("git.example.com", 1), new SshErrors());
      assertThat(metered.exitValue()).isEqualTo(-1);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
