package dev.gitopsbinding.git.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.lane.CopyNames.Copy;
import dev.gitopsbinding.git.lane.ExpectedPushes.Expectation;
import dev.gitopsbinding.model.BindingId;
import org.junit.jupiter.api.Test;

class ExpectedPushesTest {
  private static final Copy DEPLOY = Copy.of(LaneFixture.remote("deploy"));
  private static final Copy OTHER = Copy.of(LaneFixture.remote("other"));
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId CART = new BindingId("shop", "cart");

  private final ExpectedPushes expected = new ExpectedPushes();

  @Test
  void nothingIsExpectedBeforeAndAfter() {
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);

    expected.expect(WEB, DEPLOY, Expectation.POSSIBLE);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.POSSIBLE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.NONE);

    expected.ended(WEB);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
  }

  @Test
  void aLikelyPushStaysLikelyWhenItsSyncBegins() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(WEB, DEPLOY, Expectation.POSSIBLE);
    expected.expect(CART, DEPLOY, Expectation.POSSIBLE);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.LIKELY);

    expected.ended(WEB);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.POSSIBLE);
  }

  @Test
  void aBindingIsExpectedAtOneCopyOnly() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(WEB, OTHER, Expectation.POSSIBLE);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.POSSIBLE);
  }

  @Test
  void whatTakesTooLongIsExpectedNoMore() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(CART, DEPLOY, Expectation.POSSIBLE);
    expected.expect(new BindingId("shop", "elsewhere"), OTHER, Expectation.LIKELY);

    expected.settleAll(DEPLOY);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.LIKELY);
  }

  @Test
  void aSyncThatWaitsForItsPushIsNotWaitedFor() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.submitted(WEB);

    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);

    expected.ended(WEB);
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.LIKELY);
  }

  @Test
  void thePushesOfAnotherCredentialCannotJoinAndAreNotExpected() {
    Copy stranger = Copy.of(LaneFixture.remote("ssh://git@example.com/deploy", "another key"));

    expected.expect(WEB, stranger, Expectation.LIKELY);

    assertThat(stranger.lane()).isEqualTo(DEPLOY.lane());
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
  }
}
