package dev.gitopsbinding.bench.figure;

import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.program.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Counts how often a virtual thread of the operator blocked its carrier, by flight recorder. */
public final class PinnedEvents implements AutoCloseable {
  private static final String EVENT = "jdk.VirtualThreadPinned";
  private static final int FRAMES = 12;
  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="%s">
          <setting name="enabled">true</setting>
          <setting name="threshold">0 ms</setting>
          <setting name="stackTrace">true</setting>
        </event>
      </configuration>
      """
          .formatted(EVENT);

  private final OperatorProcess operator;
  private final Path settings;
  private final Path recording;

  private PinnedEvents(OperatorProcess operator, String name) {
    this.operator = operator;
    this.settings = Lab.FOLDER.resolve("pinned.jfc");
    this.recording = Lab.FOLDER.resolve(name + "-pinned.jfr");
  }

  /** Begins to record; the file stays under {@code target/bench}. */
  public static PinnedEvents record(OperatorProcess operator, String name) {
    PinnedEvents events = new PinnedEvents(operator, name);
    try {
      Files.writeString(events.settings, SETTINGS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events.jcmd("JFR.start", "name=pinned", "settings=" + events.settings);
    return events;
  }

  /** Ends the recording; answers one line for each event, with its length and stack. */
  public List<String> stop() {
    jcmd("JFR.stop", "name=pinned", "filename=" + recording);
    try {
      return RecordingFile.readAllEvents(recording).stream()
          .filter(event -> event.getEventType().getName().equals(EVENT))
          .map(PinnedEvents::line)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves nothing behind: the operator ends soon. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void jcmd(String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(JavaProgram.tool("jcmd"), String.valueOf(operator.pid())),
                Stream.of(arguments))
            .toList();
    Command.in(Lab.FOLDER).run(command.toArray(String[]::new));
  }

  private static String line(RecordedEvent event) {
    String stack =
        event.getStackTrace() == null
            ? "no stack"
            : event.getStackTrace().getFrames().stream()
                .limit(FRAMES)
                .map(PinnedEvents::frame)
                .collect(Collectors.joining(" < "));
    return "%d us %s".formatted(event.getDuration().toNanos() / 1000, stack);
  }

  private static String frame(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
  }
}
