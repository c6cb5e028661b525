package dev.gitopsbinding.bench.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says about a process in {@code /proc}; see proc(5). */
public record ProcessFigures(long pid) {
  /** USER_HZ, which is 100 on every architecture that a JDK 25 runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int UTIME = 11;
  private static final int STIME = 12;

  /** Seconds of CPU, user and system, of all threads since the start. */
  public double cpuSeconds() {
    String stat = read("stat");
    // The second field is the program's name in parentheses and may hold blanks.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    return (Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(STIME)))
        / TICKS_PER_SECOND;
  }

  /** Seconds of CPU, user and system, of all processes of the machine since it was started. */
  public static double machineCpuSeconds() {
    try {
      String all = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow();
      // user, nice, system, idle, iowait, irq, softirq
      List<String> fields = List.of(all.split(" +"));
      return Stream.of(1, 2, 3, 6, 7).mapToLong(i -> Long.parseLong(fields.get(i))).sum()
          / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets the peak so far. */
  public void resetPeak() {
    try {
      Files.writeString(file("clear_refs"), "5");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most resident memory since {@link #resetPeak()}. */
  public double peakRssMiB() {
    return status("VmHWM:");
  }

  /** The resident memory now. */
  public double rssMiB() {
    return status("VmRSS:");
  }

  private double status(String key) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(key))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name) {
    return Path.of("/proc", String.valueOf(pid), name);
  }
}
