package dev.gitopsbinding.bench;

import java.util.Optional;

/**
 * What the time of a scenario may be: so many times a unit.
 *
 * @param times more than zero
 */
record WallBar(double times, Unit unit) {
  /** What a bar is measured in. */
  enum Unit {
    SECONDS,
    /** G with a new clone. */
    COLD_G,
    /** L. */
    LIMIT
  }

  static WallBar seconds(double seconds) {
    return new WallBar(seconds, Unit.SECONDS);
  }

  static WallBar coldG(double times) {
    return new WallBar(times, Unit.COLD_G);
  }

  static WallBar limit(double times) {
    return new WallBar(times, Unit.LIMIT);
  }

  /** The bar in seconds; call it before the scenario, since it may run the yardstick. */
  Measured measure(FleetPlan plan, Yardstick yardstick) {
    return switch (unit) {
      case SECONDS -> new Measured(times, Optional.empty());
      case COLD_G -> new Measured(times * yardstick.of(plan).coldSeconds(), Optional.empty());
      case LIMIT -> {
        double limit = yardstick.limit().of(plan);
        yield new Measured(times * limit, Optional.of(limit));
      }
    };
  }

  /**
   * A bar in seconds.
   *
   * @param limit L, if the bar is so many L
   */
  record Measured(double seconds, Optional<Double> limit) {
    /** The row with a time, the yardsticks and the bar. */
    Row apply(Row row, double time, double g) {
      return row.against(time, g, limit).check("wall", time, seconds, "s");
    }
  }
}
