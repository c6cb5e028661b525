package dev.gitopsbinding.git.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.transport.ReceivedBytes;
import dev.gitopsbinding.git.transport.Transfer;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.Payers;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeteredProcessTest {
  @Test
  void aProgramWhoseChannelWasClosedBeforeItsEndHasNoExitValue() throws Exception {
    var transfer =
        new Transfer(
            RepositoryUrl.parse("ssh://git@git.example.com/web.git"),
            new Payers.One("shop"),
            TimeLimit.in(Duration.ofMinutes(1)),
            MemoryBudget.ofHeap(),
            CpuWorkers.shared());
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      var received = new ReceivedBytes("git.example.com", 1, 1, transfer);
      var metered = new MeteredProcess(process, received, new SshErrors());
      assertThat(metered.exitValue()).isEqualTo(-1);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
