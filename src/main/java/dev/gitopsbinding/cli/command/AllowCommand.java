package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.cli.command.part.ClusterOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives the consents that only the owner of an object may give. */
@Command(
    name = "allow",
    mixinStandardHelpOptions = true,
    description = {
      "Allows what only the owner of a Secret or binding may allow.",
      "",
      "It adds to the object's annotation, and asks before."
    },
    subcommands = {AllowSecretCommand.class, AllowPromotionCommand.class})
public final class AllowCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The options of both. */
  static final class Options {
    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean isAgreed;

    ClusterOptions cluster() {
      return cluster;
    }

    boolean isAgreed() {
      return isAgreed;
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to allow: secret or promotion.");
  }
}
