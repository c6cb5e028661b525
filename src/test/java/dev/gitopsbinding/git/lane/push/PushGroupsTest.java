package dev.gitopsbinding.git.lane.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushGroupsTest {
  private static final int ALL = Integer.MAX_VALUE;

  private final List<QueuedPush> batch =
      IntStream.range(0, 8)
          .mapToObj(
              _ ->
                  LaneFixture.queued(
                      LaneFixture.remote("deploy"), LaneFixture.change("f", "a", "1", "2")))
          .toList();

  private final PushGroups groups = new PushGroups();
  private final List<List<Integer>> tried = new ArrayList<>();
  private final List<Integer> landed = new ArrayList<>();
  private final List<Integer> failed = new ArrayList<>();

  @Test
  void aBatchThatIsAcceptedIsOnePush() {
    pushAll(Set.of());

    assertThat(tried).containsExactly(List.of(0, 1, 2, 3, 4, 5, 6, 7));
    assertThat(groups.isEmpty()).isTrue();
  }

  @Test
  void aBatchThatIsRefusedIsBisectedUntilTheRefusedOneIsAlone() {
    pushAll(Set.of(5));

    assertThat(tried)
        .containsExactly(
            List.of(0, 1, 2, 3, 4, 5, 6, 7),
            List.of(0, 1, 2, 3),
            List.of(4, 5),
            List.of(4),
            List.of(5),
            List.of(6, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void aBisectionCostsOnePushAndSoDoAllThatWerePutAside(int refused) {
    // When
    pushAll(Set.of(refused));

    // Then
    int bisections = 3;
    assertThat(tried).hasSizeLessThanOrEqualTo(1 + bisections + 1 + 1);
    assertThat(failed).containsExactly(refused);
    assertThat(landed)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 8).filter(i -> i != refused).boxed().toList());
  }

  @Test
  void afterTheFirstRefusedOneNoneIsPutAside() {
    pushAll(Set.of(0, 5));

    assertThat(tried)
        .containsExactly(
            List.of(0, 1, 2, 3, 4, 5, 6, 7),
            List.of(0, 1, 2, 3),
            List.of(0, 1),
            List.of(0),
            // what was put aside
            List.of(4, 5, 6, 7, 2, 3, 1),
            List.of(4, 5, 6),
            List.of(4),
            List.of(5),
            List.of(6),
            List.of(7, 2, 3, 1));
    assertThat(failed).containsExactly(0, 5);
  }

  @Test
  void aBatchOfNothingButRefusedOnesComesToAnEnd() {
    pushAll(Set.of(0, 1, 2, 3, 4, 5, 6, 7));

    assertThat(failed).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(landed).isEmpty();
  }

  @Test
  void aGroupLargerThanTheLimitGoesInParts() {
    // Given
    groups.push(new PushGroup(batch, 2, true));

    // When
    List<PushGroup> parts = List.of(groups.next(3), groups.next(3), groups.next(3));

    // Then
    assertThat(parts.stream().map(this::numbers))
        .containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7));
    assertThat(parts).as("the branch is as contended").allMatch(PushGroup::contended);
    assertThat(parts).as("none of these was refused").allMatch(part -> part.refusals() == 0);
    assertThat(groups.isEmpty()).isTrue();
  }

  @Test
  void aGroupWithinTheLimitKeepsItsRefusals() {
    PushGroup refusedTwice = new PushGroup(batch, 2, true);
    groups.push(refusedTwice);

    assertThat(groups.next(8)).isEqualTo(refusedTwice);
  }

  @Test
  void aGroupThatIsPutBackComesFirst() {
    groups.push(PushGroup.untried(batch.subList(1, 8)));
    groups.push(PushGroup.untried(batch.subList(0, 1)));

    assertThat(numbers(groups.next(ALL))).containsExactly(0);
  }

  @Test
  void aRefusedOneInAPartOfAHalfClearsTheOtherHalf() {
    // Given
    groups.halve(batch, 4);
    assertThat(numbers(groups.next(2))).containsExactly(0, 1);

    // When
    groups.refused();

    // Then
    assertThat(numbers(groups.next(4))).containsExactly(2, 3);
    assertThat(numbers(groups.next(4))).as("not halved").containsExactly(4, 5, 6, 7);
  }

  /** Pushes until nothing is left, as a batch does, to a server that refuses some. */
  private void pushAll(Set<Integer> allRefused) {
    groups.push(PushGroup.untried(batch));
    while (!groups.isEmpty()) {
      List<QueuedPush> pushes = groups.next(ALL).pushes();
      List<Integer> numbers = pushes.stream().map(batch::indexOf).toList();
      tried.add(numbers);
      if (numbers.stream().noneMatch(allRefused::contains)) {
        landed.addAll(numbers);
      } else {
        refused(pushes);
      }
    }
  }

  private void refused(List<QueuedPush> pushes) {
    groups.refused();
    if (pushes.size() > 1) {
      groups.halve(pushes, pushes.size() / 2);
    } else {
      failed.add(batch.indexOf(pushes.getFirst()));
      groups.refusedFound();
    }
  }

  private List<Integer> numbers(PushGroup group) {
    return group.pushes().stream().map(batch::indexOf).toList();
  }
}
