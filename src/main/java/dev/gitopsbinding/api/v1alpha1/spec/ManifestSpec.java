package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.EditRules;
import dev.gitopsbinding.api.v1alpha1.rule.PathRules;
import dev.gitopsbinding.api.v1alpha1.rule.UrlRules;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The repository and the places that the tag is written to. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = UrlRules.SSH_NEEDS_SECRET,
    message = UrlRules.SSH_NEEDS_SECRET_MESSAGE,
    fieldPath = ".secretRef",
    reason = "FieldValueRequired")
@ValidationRule(
    value = EditRules.PLACES_KIND,
    message = EditRules.PLACES_KIND_MESSAGE,
    reason = "FieldValueRequired")
@ValidationRule(
    value = EditRules.EDITS_OBJECT,
    message = EditRules.EDITS_OBJECT_MESSAGE,
    fieldPath = ".object")
public record ManifestSpec(
    @JsonPropertyDescription(
            "Where the manifest repository is: https://host/path, ssh://git@host/path or git@host:path. It must not hold a password; put that into the Secret.")
        @Required
        @Size(min = 1, max = 2048)
        @ValidationRule(value = UrlRules.URL_CHARACTERS, message = UrlRules.URL_CHARACTERS_MESSAGE)
        @ValidationRule(value = UrlRules.URL_SCHEME, message = UrlRules.URL_SCHEME_MESSAGE)
        @ValidationRule(value = UrlRules.URL_LOGIN, message = UrlRules.URL_LOGIN_MESSAGE)
        @ValidationRule(value = UrlRules.URL_PASSWORD, message = UrlRules.URL_PASSWORD_MESSAGE)
        @ValidationRule(value = UrlRules.URL_COLON, message = UrlRules.URL_COLON_MESSAGE)
        @ValidationRule(value = UrlRules.URL_FORM, message = UrlRules.URL_FORM_MESSAGE)
        @Nullable String url,
    @JsonPropertyDescription("The branch that is read, and that commits are pushed to.") @Required
        @Nullable BranchRef ref,
    @JsonPropertyDescription(
            "The Secret to log in with; its login must be allowed to push. For SSH it holds ssh-privatekey and known_hosts; for https username and password, or bearerToken.")
        @Nullable SecretRef secretRef,
    @JsonPropertyDescription(
            "The YAML file that holds the target, or a Kustomization whose images set its tag, relative to the repository's top folder, such as apps/web/deployment.yaml. Where the image stands in several places, edits takes the place of path.")
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
            "The object in the file, if its name or namespace there differs from the target in the cluster, for example because of Kustomize's namePrefix. Default: the object with the target's kind and name, and the binding's namespace or none.")
        @Nullable ManifestObject object,
    @JsonPropertyDescription(
            "Several places that hold the image, in place of path. One commit writes all of them, or none; Ready is True if all hold the tag.")
        @Size(min = 1, max = 16)
        @ValidationRule(value = EditRules.EDITS_DIFFER, message = EditRules.EDITS_DIFFER_MESSAGE)
        @Nullable List<ManifestEdit> edits) {}
