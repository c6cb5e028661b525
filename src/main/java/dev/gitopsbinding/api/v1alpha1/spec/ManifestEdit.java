package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.EditRules;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import dev.gitopsbinding.api.v1alpha1.rule.PathRules;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * One of several places in the manifest repository that hold the image.
 *
 * @param path the file, as for {@code spec.manifest.path}
 * @param key where the image or its tag stands in the file; null: it is found by the image
 * @param object the object in the file; null: the one with the target's kind and name
 * @param refs whether remote references to the source repository get the commit too; null: no
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManifestEdit(
    @JsonPropertyDescription(
            "The YAML file that holds the image, relative to the repository's top folder. It may stand in several edits, which then differ in key or object.")
        @Required
        @Size(min = 1, max = 1024)
        @ValidationRule(value = PathRules.PATH_RELATIVE, message = PathRules.PATH_RELATIVE_MESSAGE)
        @ValidationRule(value = PathRules.PATH_UP, message = PathRules.PATH_UP_MESSAGE)
        @ValidationRule(value = PathRules.PATH_PARTS, message = PathRules.PATH_PARTS_MESSAGE)
        @ValidationRule(value = PathRules.PATH_GIT, message = PathRules.PATH_GIT_MESSAGE)
        @ValidationRule(
            value = PathRules.PATH_CHARACTERS,
            message = PathRules.PATH_CHARACTERS_MESSAGE)
        @Nullable String path,
    @JsonPropertyDescription(
            "Where the image or its tag stands in the file, such as image.tag. Default: where the file has the image.")
        @Size(min = 1, max = 512)
        @ValidationRule(
            value = EditRules.EDIT_KEY_CHARACTERS,
            message = EditRules.EDIT_KEY_CHARACTERS_MESSAGE)
        @Nullable String key,
    @JsonPropertyDescription(
            "The object in the file, if it is not the target: because of another name or namespace there, or because another object names the image. Default: the object with the target's kind and name, and the binding's namespace or none.")
        @Nullable EditedObject object,
    @JsonPropertyDescription(
            "True moves the file's remote references to the source repository (?ref= with a commit) to the commit of the tag too, in the same edit. Default false.")
        @Nullable Boolean refs) {
  /**
   * An object as a manifest file names it.
   *
   * @param kind its kind; null: the target's kind
   * @param name its {@code metadata.name}, 1 to 253 characters without spaces
   * @param namespace its {@code metadata.namespace}; null: the binding's namespace, or none
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EditedObject(
      @JsonPropertyDescription(
              "The object's kind in the file, such as Deployment or HelmRelease. Default the target's kind.")
          @Size(min = 1, max = 63)
          @ValidationRule(value = NameRules.OBJECT_KIND, message = NameRules.OBJECT_KIND_MESSAGE)
          @Nullable String kind,
      @JsonPropertyDescription("The object's metadata.name in the file.")
          @Required
          @Size(min = 1, max = 253)
          @ValidationRule(
              value = NameRules.MANIFEST_NAME,
              message = NameRules.MANIFEST_NAME_MESSAGE)
          @Nullable String name,
      @JsonPropertyDescription(
              "The object's metadata.namespace in the file. Default: the object of the binding's namespace, or else the one without a namespace.")
          @Size(min = 1, max = 253)
          @ValidationRule(
              value = NameRules.MANIFEST_NAME,
              message = NameRules.MANIFEST_NAME_MESSAGE)
          @Nullable String namespace) {}
}
