package dev.gitopsbinding.crd;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The custom resource definition as YAML, made from the Java types. */
final class CrdDocument {
  /** Where the document is kept, from the repository's top folder. */
  static final Path FILE = Path.of("deploy/crds/gitopsbindings.gitopsbinding.dev-v1.yaml");

  private static final String HEADER = "# Made by `make crds` from the Java types; do not edit.\n";

  private CrdDocument() {}

  /** The whole document; the same types make the same bytes. */
  static String generate() {
    var output = new MemoryOutput();
    int generated =
        new CRDGenerator()
            .customResourceClasses(GitOpsBinding.class)
            .forCRDVersions("v1")
            .withPostProcessor(new Completion())
            .withOutput(output)
            .generate();
    if (generated != 1) {
      throw new IllegalStateException("expected one definition, but made " + generated);
    }
    String text = output.bytes.toString(StandardCharsets.UTF_8);
    return HEADER + asStored(text.substring(text.indexOf('\n') + 1));
  }

  /** As the API server stores it: else each {@code kubectl apply} would be a change. */
  private static String asStored(String text) {
    return text.replaceAll("(?m)^( *(?:minimum|maximum): -?[0-9]+)\\.0$", "$1");
  }

  private static final class MemoryOutput implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return bytes;
    }

    @Override
    public void close() {
      try {
        bytes.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What the generator's annotations cannot say. */
  private static final class Completion implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata resource, String specVersion) {
      var definition = (CustomResourceDefinition) resource;
      definition.getSpec().getVersions().forEach(this::complete);
      return definition;
    }

    private void complete(CustomResourceDefinitionVersion version) {
      version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(this::declaredPosition));
      // The API server stores no 0: each `kubectl apply` would be a change.
      version.getAdditionalPrinterColumns().stream()
          .filter(column -> Integer.valueOf(0).equals(column.getPriority()))
          .forEach(column -> column.setPriority(null));

      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      root.setDescription(
          "Ties a workload to a branch of a source repository and to a YAML file of a manifest"
              + " repository: the branch's newest commit becomes the image's tag in the file. A new"
              + " value of the annotation gitopsbinding.dev/requestedAt asks for a sync at once, and"
              + " has a tag that was changed by hand written again.");
      root.setRequired(List.of("spec"));
      root.getProperties()
          .get("spec")
          .setDescription(
              "What belongs together: the workload and its image, the source branch, and the file that"
                  + " is written.");
      root.getProperties().get("status").setDescription("What the operator did, and what it saw.");

      JSONSchemaProps conditions = at(root, "status", "conditions");
      conditions.setXKubernetesListType("map");
      conditions.setXKubernetesListMapKeys(List.of("type"));
      at(root, "spec", "target", "containers").setXKubernetesListType("set");

      completeAll(root);
    }

    private int declaredPosition(CustomResourceColumnDefinition column) {
      return Arrays.stream(GitOpsBinding.class.getAnnotationsByType(AdditionalPrinterColumn.class))
          .map(AdditionalPrinterColumn::jsonPath)
          .toList()
          .indexOf(column.getJsonPath());
    }

    private static JSONSchemaProps at(JSONSchemaProps schema, String... path) {
      for (String name : path) {
        schema = schema.getProperties().get(name);
      }
      return schema;
    }

    private void completeAll(JSONSchemaProps schema) {
      // The generator reads a record component's rules twice: from its field and its accessor.
      schema.setXKubernetesValidations(
          schema.getXKubernetesValidations().stream().distinct().toList());
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                if (name.equals("time") || name.endsWith("Time")) {
                  property.setFormat("date-time");
                }
                completeAll(property);
              });
      if (schema.getItems() != null) {
        completeAll(schema.getItems().getSchema());
      }
    }
  }
}
