package dev.gitopsbinding.cli.command.part;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.report.LiveBinding;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Writes {@code spec.suspend}. */
public final class SuspensionWriter {
  private SuspensionWriter() {}

  public static int write(
      CommandSpec spec, ClusterOptions cluster, List<String> names, boolean isSuspended) {
    try (ClusterClient client = cluster.connect()) {
      for (String name : names) {
        LiveBinding binding = cluster.binding(client, name);
        String what = ClusterOptions.what(binding.namespace(), name);
        boolean wasSuspended =
            binding.spec() != null && Boolean.TRUE.equals(binding.spec().suspend());
        if (wasSuspended == isSuspended) {
          ResultWriter.write(
              spec, what + (isSuspended ? " is suspended already.\n" : " was not suspended.\n"));
          continue;
        }
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("suspend", isSuspended);
        client.patch(ResourcePath.bindings(binding.namespace()).named(name), patch, what);
        ResultWriter.write(spec, what + (isSuspended ? " is suspended.\n" : " is resumed.\n"));
      }
      return 0;
    }
  }
}
