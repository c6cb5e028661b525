package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final Question<String> TIP = Question.of("TIP");
  private static final Question<String> FILE = Question.of("FILE", TIP);
  private static final Question<String> CHANGE = Question.of("CHANGE", FILE);
  private static final Question<String> BOTH = Question.of("BOTH", Question.of("OTHER"), TIP);

  @Test
  void aQuestionRestsOnEachOfItsBasis() {
    assertThat(FILE.restsOn(TIP)).isTrue();
    assertThat(BOTH.restsOn(TIP)).as("not the first of its basis").isTrue();
    assertThat(CHANGE.restsOn(FILE)).isTrue();
    assertThat(CHANGE.restsOn(TIP)).as("only by another, see FactsTest").isFalse();
  }

  @Test
  void aQuestionRestsNeitherOnItselfNorOnWhatRestsOnIt() {
    assertThat(FILE.restsOn(FILE)).isFalse();
    assertThat(TIP.restsOn(FILE)).isFalse();
    assertThat(FILE.restsOn(BOTH)).isFalse();
  }

  @Test
  void twoQuestionsAreTheSameOnlyIfTheyAreOneObject() {
    Question<String> namesake = Question.of("TIP");

    assertThat(namesake.name()).isEqualTo(TIP.name());
    assertThat(namesake).isNotEqualTo(TIP);
    assertThat(FILE.restsOn(namesake)).isFalse();
  }

  @Test
  void anAnswerIsFoundAmongOthersByItsQuestion() {
    Fact<String> tip = new Fact.Known<>("tip", Instant.EPOCH);
    Fact<String> file = new Fact.Known<>("file", Instant.EPOCH);

    assertThat(FILE.answerIn(Map.of(TIP, tip, FILE, file))).isEqualTo(file);
    assertThat(FILE.answerIn(Map.of(TIP, tip))).isEqualTo(Fact.notAsked());
  }

  @Test
  void aQuestionIsShownByItsName() {
    assertThat(FILE.name()).isEqualTo("FILE");
    assertThat(FILE).hasToString("FILE");
  }
}
