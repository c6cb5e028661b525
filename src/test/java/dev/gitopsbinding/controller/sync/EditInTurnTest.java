package dev.gitopsbinding.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.FairSemaphore;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Edits of large files take turns at parsing, as reads do. */
class EditInTurnTest {
  private static final BindingId QUIET = new BindingId("quiet", "web");
  private static final RepositoryPath PATH = new RepositoryPath("web.yaml");
  private static final int LARGE = YamlWorkers.SMALL + 1;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final MemoryBudget memory = new MemoryBudget(64 << 20);
  private final YamlWorkers workers = new YamlWorkers(DefaultSettings.YAML_LIMITS, memory);

  @Fault(value = "edit of a large file in a heavy copy while memory is used up", holds = "I6")
  @Test
  void anEditHoldsNoTurnAtTheProcessorsWhileItWaitsForMemory() throws Exception {
    // Given: a namespace has one turn, and a transfer that waits for it holds its memory
    CpuWorkers processors = new CpuWorkers(2);
    FairSemaphore.Permit held =
        memory.reserve(QUIET.namespace(), Long.MAX_VALUE, Duration.ZERO).orElseThrow();
    ChangeSet.FileEdit edit =
        workers.inTurn(
            QUIET, new ChangeSet.FileEdit(PATH, _ -> new EditResult.AlreadyApplied()), 1);

    // When
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Optional<EditResult>> edited = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                edited.complete(
                    processors.run(
                        QUIET.namespace(),
                        LONG,
                        () -> {
                          begun.countDown();
                          return edit.edit().apply(Content.of(new byte[LARGE]));
                        }));
              } catch (Exception e) {
                edited.completeExceptionally(e);
              }
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    Optional<FairSemaphore.Permit> turn = processors.turn(QUIET.namespace(), Duration.ofSeconds(5));
    turn.ifPresent(FairSemaphore.Permit::close);
    held.close();

    // Then
    assertThat(turn).isPresent();
    assertThat(edited.get(10, TimeUnit.SECONDS)).contains(new EditResult.AlreadyApplied());
  }

  @Test
  void theEditOfALargeFileRunsInTurnToo() {
    // Given
    List<Boolean> daemons = new ArrayList<>();
    var edit =
        new ChangeSet.FileEdit(
            PATH,
            _ -> {
              daemons.add(Thread.currentThread().getName().startsWith("yaml-"));
              return new EditResult.AlreadyApplied();
            });

    // When
    ChangeSet.FileEdit guarded = workers.inTurn(QUIET, edit, 1);
    EditResult small = guarded.edit().apply(Content.of(new byte[YamlWorkers.SMALL]));
    EditResult large = guarded.edit().apply(Content.of(new byte[LARGE]));

    // Then
    assertThat(List.of(small, large)).containsOnly(new EditResult.AlreadyApplied());
    assertThat(daemons).containsExactly(false, true);
  }
}
