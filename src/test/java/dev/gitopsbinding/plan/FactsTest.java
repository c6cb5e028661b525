package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static final Question<String> TIP = Question.of("TIP");
  private static final Question<String> FILE = Question.of("FILE", TIP);
  private static final Question<String> CHANGE = Question.of("CHANGE", FILE);
  private static final Question<Integer> COUNT = Question.of("COUNT");

  private final Facts all =
      Facts.NONE
          .with(TIP, known("tip"))
          .with(FILE, known("file"))
          .with(CHANGE, known("change"))
          .with(COUNT, known(1));

  @Test
  void whatNobodyAskedIsNotKnown() {
    assertThat(Facts.NONE.get(TIP)).isEqualTo(Fact.notAsked());
    assertThat(Facts.NONE.all()).isEmpty();
  }

  @Test
  void eachQuestionHasAnAnswerOfItsOwn() {
    assertThat(all.get(TIP)).isEqualTo(known("tip"));
    assertThat(all.get(COUNT)).isEqualTo(known(1));
  }

  @Test
  void aNewAnswerMakesStaleWhatRestsOnItAndNothingElse() {
    // When
    Facts renewed = all.with(TIP, known("next"));

    // Then
    assertThat(renewed.get(TIP)).isEqualTo(known("next"));
    assertThat(renewed.get(FILE)).isEqualTo(Fact.notAsked());
    assertThat(renewed.get(CHANGE)).as("rests on it by another").isEqualTo(Fact.notAsked());
    assertThat(renewed.get(COUNT)).isEqualTo(known(1));
  }

  @Test
  void aQuestionThatNobodyAskedMakesNothingStale() {
    Facts withoutFile = Facts.NONE.with(CHANGE, known("change"));

    assertThat(withoutFile.with(TIP, known("next")).get(CHANGE)).isEqualTo(known("change"));
    assertThat(withoutFile.without(TIP).get(CHANGE)).isEqualTo(known("change"));
    assertThat(withoutFile.without(FILE).get(CHANGE)).isEqualTo(Fact.notAsked());
  }

  @Test
  void aNewAnswerLeavesThatOnWhichItRests() {
    Facts renewed = all.with(CHANGE, known("next"));

    assertThat(renewed.get(TIP)).isEqualTo(known("tip"));
    assertThat(renewed.get(FILE)).isEqualTo(known("file"));
  }

  @Test
  void anAnswerIsForgottenTogetherWithWhatRestsOnIt() {
    // When
    Facts fewer = all.without(FILE);

    // Then
    assertThat(fewer.get(FILE)).isEqualTo(Fact.notAsked());
    assertThat(fewer.get(CHANGE)).isEqualTo(Fact.notAsked());
    assertThat(fewer.get(TIP)).isEqualTo(known("tip"));
  }

  @Test
  void factsNeverChange() {
    all.with(TIP, known("next"));
    all.without(TIP);

    assertThat(all.get(TIP)).isEqualTo(known("tip"));
    assertThat(all.get(CHANGE)).isEqualTo(known("change"));
    assertThatThrownBy(() -> all.all().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anAnswerThatCouldNotBeFoundIsOneToo() {
    Fact<String> unavailable =
        new Fact.Unavailable<>(new Failure.Remote(Reason.TIMED_OUT, "It took too long."));

    Facts facts = all.without(TIP).with(TIP, unavailable);

    assertThat(facts.get(TIP)).isEqualTo(unavailable);
    assertThat(facts.all()).containsExactlyInAnyOrder(unavailable, known(1));
  }

  @Test
  void factsAreComparedByTheirAnswers() {
    Facts same = Facts.NONE.with(TIP, known("tip"));

    assertThat(all.without(FILE).without(COUNT)).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(all).isNotEqualTo(same);
    assertThat(same).asString().contains("TIP", "tip");
  }

  private static <T> Fact<T> known(T value) {
    return new Fact.Known<>(value, Instant.EPOCH);
  }
}
