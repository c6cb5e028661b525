package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files a source commit must touch in order to count. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = SchemaRules.PATHS_NOT_EMPTY, message = SchemaRules.PATHS_NOT_EMPTY_MESSAGE)
public record SourcePaths(
    @JsonPropertyDescription(
            "Patterns of paths from the repository's top folder, as git reads them with :(glob). services/web stands for that file, or folder with everything below; * and ? stay within one folder, ** crosses folders, [..] is one of several characters. Default: all files.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = SchemaRules.PATTERN_RELATIVE,
            message = SchemaRules.PATTERN_RELATIVE_MESSAGE)
        @ValidationRule(value = SchemaRules.PATTERN_UP, message = SchemaRules.PATTERN_UP_MESSAGE)
        @ValidationRule(
            value = SchemaRules.PATTERN_PARTS,
            message = SchemaRules.PATTERN_PARTS_MESSAGE)
        @ValidationRule(
            value = SchemaRules.PATTERN_MAGIC,
            message = SchemaRules.PATTERN_MAGIC_MESSAGE)
        @ValidationRule(
            value = SchemaRules.PATTERN_FOLDER,
            message = SchemaRules.PATTERN_FOLDER_MESSAGE)
        @ValidationRule(
            value = SchemaRules.PATTERN_CHARACTERS,
            message = SchemaRules.PATTERN_CHARACTERS_MESSAGE)
        @Nullable List<@Size(min = 1, max = 256) String> include,
    @JsonPropertyDescription(
            "Patterns of files that do not count, although include names them. They have the same form. Default: none.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = SchemaRules.PATTERN_RELATIVE,
            message = SchemaRules.PATTERN_RELATIVE_MESSAGE)
        @ValidationRule(value = SchemaRules.PATTERN_UP, message = SchemaRules.PATTERN_UP_MESSAGE)
        @ValidationRule(
            value = SchemaRules.PATTERN_PARTS,
            message = SchemaRules.PATTERN_PARTS_MESSAGE)
        @ValidationRule(
            value = SchemaRules.PATTERN_MAGIC,
            message = SchemaRules.PATTERN_MAGIC_MESSAGE)
        @ValidationRule(
            value = SchemaRules.PATTERN_FOLDER,
            message = SchemaRules.PATTERN_FOLDER_MESSAGE)
        @ValidationRule(
            value = SchemaRules.PATTERN_CHARACTERS,
            message = SchemaRules.PATTERN_CHARACTERS_MESSAGE)
        @Nullable List<@Size(min = 1, max = 256) String> exclude) {}
