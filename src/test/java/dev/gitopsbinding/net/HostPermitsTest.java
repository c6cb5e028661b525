package dev.gitopsbinding.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.FairSemaphore.Permit;
import dev.gitopsbinding.net.HostPermits.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostPermitsTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final String HOST = "git.example.com:22";

  @Test
  void a_tenant_that_is_alone_uses_all_permits_and_no_more() throws InterruptedException {
    HostPermits permits = new HostPermits(6, NEVER);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(6);
    assertThat(permits.acquire("other:22", "shop", Kind.QUESTION, SHORT)).isPresent();
  }

  @Test
  void newcomers_find_a_turn_while_another_uses_all_permits() throws InterruptedException {
    HostPermits permits = new HostPermits(6, NEVER);
    take(permits, "greedy", Kind.QUESTION);
    assertThat(take(permits, "second", Kind.TRANSFER)).hasSize(1);
    assertThat(take(permits, "third", Kind.QUESTION)).hasSize(1);
    assertThat(take(permits, "fourth", Kind.QUESTION)).isEmpty();
  }

  @Test
  void tenants_whose_operations_hang_keep_nobody_else_waiting() throws InterruptedException {
    HostPermits permits = new HostPermits(6, SHORT);
    for (int tenant = 0; tenant < 8; tenant++) {
      String name = "hanging-" + tenant;
      assertThat(permits.acquire(HOST, name, Kind.QUESTION, LONG)).isPresent();
      take(permits, name, Kind.QUESTION);
    }
    assertThat(permits.acquire(HOST, "victim", Kind.TRANSFER, LONG)).isPresent();
    assertThat(permits.acquire(HOST, "hanging-0", Kind.QUESTION, SHORT)).isEmpty();
  }

  @Test
  void no_more_run_at_once_than_is_said() throws InterruptedException {
    HostPermits permits = new HostPermits(3, Duration.ofMillis(1));
    List<Permit> all = new ArrayList<>();
    for (int tenant = 0; tenant < 20; tenant++) {
      all.addAll(take(permits, "tenant-" + tenant, Kind.QUESTION));
    }
    assertThat(all).hasSize(HostPermits.most(3));
  }

  @Test
  void transfers_leave_a_permit_for_questions() throws InterruptedException {
    HostPermits permits = new HostPermits(6, SHORT);
    assertThat(take(permits, "shop", Kind.TRANSFER)).hasSize(5);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(1);
  }

  @Test
  void with_one_permit_there_is_one_for_each_kind_of_operation() throws InterruptedException {
    for (Kind kind : Kind.values()) {
      assertThat(take(new HostPermits(1, NEVER), "shop", kind)).hasSize(1);
    }
  }

  @Test
  void what_is_given_back_is_free_whether_or_not_its_turn_was_over() throws InterruptedException {
    HostPermits permits = new HostPermits(2, SHORT);
    for (int round = 0; round < 10; round++) {
      List<Permit> quick = take(permits, "shop", Kind.QUESTION);
      assertThat(quick).hasSize(2);
      quick.forEach(Permit::close);
    }
    List<Permit> slow = take(permits, "shop", Kind.QUESTION);
    assertThat(permits.acquire(HOST, "shop", Kind.QUESTION, SHORT.multipliedBy(2))).isEmpty();
    slow.forEach(Permit::close);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(2);
  }

  /** As many as there are. */
  private static List<Permit> take(HostPermits permits, String tenant, Kind kind)
      throws InterruptedException {
    List<Permit> taken = new ArrayList<>();
    Optional<Permit> next = permits.acquire(HOST, tenant, kind, SHORT.dividedBy(2));
    while (next.isPresent()) {
      taken.add(next.get());
      next = permits.acquire(HOST, tenant, kind, SHORT.dividedBy(2));
    }
    return taken;
  }
}
