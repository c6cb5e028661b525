package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.cli.text.Age;
import dev.gitopsbinding.cli.text.TextTable;
import dev.gitopsbinding.model.text.OneLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bindings as a table, those that need a person's look first. */
public final class BindingTable {
  private static final int LONGEST_MESSAGE = 300;
  private static final String NONE = "-";

  private BindingTable() {}

  /** By state, as {@code BindingState} orders them, then by namespace and name. */
  public static List<LiveBinding> sorted(List<LiveBinding> bindings) {
    return bindings.stream()
        .sorted(Comparator.comparing(LiveBinding::state).thenComparing(LiveBinding::id))
        .toList();
  }

  /**
   * The table.
   *
   * @param withNamespace whether bindings of several namespaces are shown
   * @param wide whether commit and message are shown too
   */
  public static String of(
      List<LiveBinding> bindings, boolean withNamespace, boolean wide, Instant now) {
    var table = new TextTable(header(withNamespace, wide));
    bindings.forEach(binding -> table.add(row(binding, withNamespace, wide, now)));
    return table.toString();
  }

  private static List<String> header(boolean withNamespace, boolean wide) {
    List<String> header = new ArrayList<>();
    if (withNamespace) {
      header.add("NAMESPACE");
    }
    header.addAll(List.of("NAME", "STATE", "REASON", "TAG", "ROLLED OUT", "LAST PUSH", "AGE"));
    if (wide) {
      header.addAll(List.of("SOURCE COMMIT", "MESSAGE"));
    }
    return header;
  }

  private static List<String> row(
      LiveBinding binding, boolean withNamespace, boolean wide, Instant now) {
    List<String> row = new ArrayList<>();
    var status = binding.status();
    if (withNamespace) {
      row.add(binding.namespace());
    }
    row.add(binding.name());
    row.add(binding.state().text());
    row.add(binding.condition(ConditionType.READY).map(BindingCondition::reason).orElse(NONE));
    row.add(shown(status.manifest() == null ? null : status.manifest().shortTag()));
    row.add(binding.condition(ConditionType.ROLLED_OUT).map(BindingCondition::status).orElse(NONE));
    row.add(Age.of(status.lastPush() == null ? null : status.lastPush().time(), now));
    row.add(Age.of(binding.created(), now));
    if (wide) {
      row.add(shown(status.source() == null ? null : status.source().commit()));
      row.add(
          OneLine.of(
              binding.condition(ConditionType.READY).map(BindingCondition::message).orElse(NONE),
              LONGEST_MESSAGE));
    }
    return row;
  }

  private static String shown(@Nullable String text) {
    return text == null ? NONE : text;
  }
}
