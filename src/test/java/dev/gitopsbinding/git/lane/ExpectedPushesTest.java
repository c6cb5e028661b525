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
  void nothing_is_expected_before_and_after() {
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);

    expected.expect(WEB, DEPLOY, Expectation.POSSIBLE);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.POSSIBLE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.NONE);

    expected.ended(WEB);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
  }

  @Test
  void a_likely_push_stays_likely_when_its_sync_begins() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(WEB, DEPLOY, Expectation.POSSIBLE);
    expected.expect(CART, DEPLOY, Expectation.POSSIBLE);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.LIKELY);

    expected.ended(WEB);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.POSSIBLE);
  }

  @Test
  void a_binding_is_expected_at_one_copy_only() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(WEB, OTHER, Expectation.POSSIBLE);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.POSSIBLE);
  }

  @Test
  void what_takes_too_long_is_expected_no_more() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(CART, DEPLOY, Expectation.POSSIBLE);
    expected.expect(new BindingId("shop", "elsewhere"), OTHER, Expectation.LIKELY);

    expected.settleAll(DEPLOY);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.LIKELY);
  }

  @Test
  void a_sync_that_waits_for_its_push_is_not_waited_for() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.submitted(WEB);

    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);

    expected.ended(WEB);
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.LIKELY);
  }

  @Test
  void the_pushes_of_another_credential_cannot_join_and_are_not_expected() {
    Copy stranger = Copy.of(LaneFixture.remote("ssh://git@example.com/deploy", "another key"));

    expected.expect(WEB, stranger, Expectation.LIKELY);

    assertThat(stranger.lane()).isEqualTo(DEPLOY.lane());
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
  }
}
