package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.BindingId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BindingMetersTest {
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId API = new BindingId("shop", "api");

  @AutoClose private final OperatorMetrics metrics = new OperatorMetrics();
  private final BindingMeters meters = new BindingMeters(metrics.registry(), 1);

  @Test
  void aBindingShowsItsNewestState() throws IOException {
    meters.ready(WEB, false);
    meters.ready(WEB, true);
    meters.succeeded(WEB, Instant.ofEpochSecond(1_700_000_000));
    meters.succeeded(WEB, Instant.ofEpochSecond(1_800_000_000));

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value("gitopsbinding_ready{name=\"web\",namespace=\"shop\"}")).contains(1.0);
    assertThat(
            scrape.value(
                "gitopsbinding_last_success_timestamp_seconds{name=\"web\",namespace=\"shop\"}"))
        .contains(1.8e9);
    assertThat(scrape.value("gitopsbinding_bindings")).contains(1.0);
  }

  @Test
  void aBindingThatNeverSucceededHasNoTimeOfSuccess() throws IOException {
    meters.ready(WEB, false);

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value("gitopsbinding_ready{name=\"web\",namespace=\"shop\"}")).contains(0.0);
    assertThat(scrape.text()).doesNotContain("gitopsbinding_last_success");
  }

  @Test
  void aBindingIsSeenFromTheBeginningOfItsFirstSyncOn() throws IOException {
    meters.seen(WEB, false, null, true);
    assertThat(value("gitopsbinding_ready")).contains(0.0);
    assertThat(value("gitopsbinding_suspended")).contains(1.0);

    meters.ready(WEB, true);
    meters.seen(WEB, false, "ImageNotFound", false);
    assertThat(value("gitopsbinding_ready")).as("until the sync has ended").contains(1.0);
    assertThat(value("gitopsbinding_suspended")).contains(0.0);
  }

  @Test
  void theAgeOfAnAwaitedImageGrowsAndEndsWithTheWait() throws IOException {
    meters.awaiting(WEB, null);
    assertThat(value("gitopsbinding_awaiting_seconds")).isEmpty();

    meters.awaiting(WEB, Instant.now().minusSeconds(900));
    assertThat(value("gitopsbinding_awaiting_seconds").orElseThrow()).isBetween(900.0, 1000.0);
    meters.awaiting(WEB, Instant.now().minusSeconds(2000));
    assertThat(value("gitopsbinding_awaiting_seconds").orElseThrow()).isBetween(2000.0, 2100.0);

    meters.awaiting(WEB, null);
    assertThat(value("gitopsbinding_awaiting_seconds")).isEmpty();
    meters.awaiting(WEB, Instant.now().plusSeconds(900));
    assertThat(value("gitopsbinding_awaiting_seconds")).as("a clock set back").contains(0.0);
    meters.forget(WEB);
    assertThat(value("gitopsbinding_awaiting_seconds")).isEmpty();
  }

  @Test
  void aReasonIsShownInPlaceOfTheOneBefore() throws IOException {
    meters.seen(WEB, false, "HostUnreachable", false);
    assertThat(reason("HostUnreachable")).contains(1.0);

    meters.state(WEB, "UpToDate", true);
    assertThat(reason("UpToDate")).contains(1.0);
    assertThat(reason("HostUnreachable")).isEmpty();
    assertThat(value("gitopsbinding_rolled_out")).contains(1.0);

    meters.state(WEB, "UpToDate", false);
    assertThat(reason("UpToDate")).contains(1.0);
    assertThat(value("gitopsbinding_rolled_out")).contains(0.0);
    meters.forget(WEB);
    assertThat(Exposition.of(metrics).text()).doesNotContain("gitopsbinding_reason{");
  }

  private Optional<Double> reason(String reason) throws IOException {
    return Exposition.of(metrics)
        .value(
            "gitopsbinding_reason{name=\"web\",namespace=\"shop\",reason=\"%s\"}"
                .formatted(reason));
  }

  private Optional<Double> value(String name) throws IOException {
    return Exposition.of(metrics).value(name + "{name=\"web\",namespace=\"shop\"}");
  }

  @Test
  void bindingsOverTheCapAreOnlyCounted() throws IOException {
    meters.ready(WEB, true);
    meters.ready(API, true);
    meters.succeeded(API, Instant.EPOCH);

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value("gitopsbinding_bindings")).contains(2.0);
    assertThat(scrape.value("gitopsbinding_bindings_unlabelled")).contains(1.0);
    assertThat(scrape.text()).doesNotContain("name=\"api\"");
  }

  @Test
  void aDeletedBindingLeavesNoSeriesAndMakesRoom() throws IOException {
    meters.ready(WEB, true);
    meters.succeeded(WEB, Instant.EPOCH);
    meters.ready(API, true);

    meters.forget(WEB);
    meters.ready(API, false);

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.text()).doesNotContain("name=\"web\"");
    assertThat(scrape.value("gitopsbinding_ready{name=\"api\",namespace=\"shop\"}")).contains(0.0);
    assertThat(scrape.value("gitopsbinding_bindings")).contains(1.0);
    assertThat(scrape.value("gitopsbinding_bindings_unlabelled")).contains(0.0);
  }

  @Test
  void aBindingCreatedAgainStartsAtZero() throws IOException {
    meters.ready(WEB, true);
    meters.succeeded(WEB, Instant.EPOCH);
    meters.forget(WEB);

    meters.ready(WEB, false);

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value("gitopsbinding_ready{name=\"web\",namespace=\"shop\"}")).contains(0.0);
    assertThat(scrape.text()).doesNotContain("gitopsbinding_last_success");
  }

  @Test
  void syncsAreCountedAndTimedByResult() throws IOException {
    meters.syncEnded("UpToDate", Duration.ofMillis(200));
    meters.syncEnded("UpToDate", Duration.ofMillis(300));
    meters.syncEnded("FileNotFound", Duration.ofSeconds(2));

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value("gitopsbinding_sync_duration_seconds_count{result=\"UpToDate\"}"))
        .contains(2.0);
    assertThat(scrape.value("gitopsbinding_sync_duration_seconds_sum{result=\"UpToDate\"}"))
        .contains(0.5);
    assertThat(
            scrape.value(
                "gitopsbinding_sync_duration_seconds_bucket{result=\"FileNotFound\",le=\"1.0\"}"))
        .contains(0.0);
    assertThat(
            scrape.value(
                "gitopsbinding_sync_duration_seconds_bucket{result=\"FileNotFound\",le=\"5.0\"}"))
        .contains(1.0);
  }
}
