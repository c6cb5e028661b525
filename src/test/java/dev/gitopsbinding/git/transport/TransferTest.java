package dev.gitopsbinding.git.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.FreeMemory;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.Payers;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransferTest {
  private static final RepositoryUrl URL = RepositoryUrl.parse("https://git.test/web.git");
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MemoryBudget memory = new MemoryBudget(100);
  private final CpuWorkers cpu = new CpuWorkers(2);

  @Test
  void memoryGrowsInExchangeAndIsGivenBack() throws IOException {
    Transfer transfer = transfer("shop", LONG);
    transfer.hold(10);
    transfer.hold(40);
    transfer.hold(20);
    assertThat(FreeMemory.of(memory)).isEqualTo(60);
    transfer.end();
    assertThat(FreeMemory.of(memory)).isEqualTo(100);
  }

  @Fault(value = "transfers of one namespace that use up its memory", holds = "I6")
  @Test
  void oneTenantLeavesMemoryToTheOthers() throws IOException {
    transfer("shop", LONG).hold(1000);
    assertThatThrownBy(() -> transfer("shop", Duration.ofMillis(50)).hold(1))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().reason()).isEqualTo(Reason.TIMED_OUT));
    transfer("bank", Duration.ofMillis(50)).hold(50);
    assertThat(FreeMemory.of(memory)).isZero();
  }

  @Fault(value = "unpacking that goes on after its end", holds = "I6")
  @Test
  void aStepFailsOnceTheOperationIsGivenUpOrLate() throws IOException {
    Transfer transfer = transfer("shop", LONG);
    transfer.step();
    transfer.giveUp();
    assertThatThrownBy(transfer::step).isInstanceOf(FailureException.class);
    assertThatThrownBy(transfer("shop", Duration.ZERO)::step).isInstanceOf(FailureException.class);
  }

  @Fault(value = "unpacking that takes long", holds = "I6")
  @Test
  void whoComputesForLongTakesTurnsWithTheNamespace() throws Exception {
    Transfer first = transfer("shop", LONG);
    compute(first);
    assertThat(cpu.turn("shop", Duration.ZERO)).isEmpty();
    assertThat(cpu.turn("bank", Duration.ZERO)).isPresent();

    first.rest();
    assertThat(cpu.turn("shop", Duration.ofSeconds(5))).isPresent();
  }

  private static void compute(Transfer transfer) throws IOException {
    transfer.begin();
    long end = System.nanoTime() + Duration.ofMillis(200).toNanos();
    while (System.nanoTime() < end) {
      transfer.step();
    }
  }

  private Transfer transfer(String tenant, Duration timeout) {
    return new Transfer(URL, new Payers.One(tenant), TimeLimit.in(timeout), memory, cpu);
  }
}
