package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.PatternRules;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files a source commit must touch in order to count. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = PatternRules.PATHS_NOT_EMPTY,
    message = PatternRules.PATHS_NOT_EMPTY_MESSAGE)
public record SourcePaths(
    @JsonPropertyDescription(
            "Patterns of paths from the repository's top folder, as git reads them with :(glob). services/web stands for that file, or folder with everything below; * and ? stay within one folder, ** crosses folders, [..] is one of several characters. Default: all files.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = PatternRules.PATTERN_RELATIVE,
            message = PatternRules.PATTERN_RELATIVE_MESSAGE)
        @ValidationRule(value = PatternRules.PATTERN_UP, message = PatternRules.PATTERN_UP_MESSAGE)
        @ValidationRule(
            value = PatternRules.PATTERN_PARTS,
            message = PatternRules.PATTERN_PARTS_MESSAGE)
        @ValidationRule(
            value = PatternRules.PATTERN_MAGIC,
            message = PatternRules.PATTERN_MAGIC_MESSAGE)
        @ValidationRule(
            value = PatternRules.PATTERN_FOLDER,
            message = PatternRules.PATTERN_FOLDER_MESSAGE)
        @ValidationRule(
            value = PatternRules.PATTERN_CHARACTERS,
            message = PatternRules.PATTERN_CHARACTERS_MESSAGE)
        @Nullable List<@Size(min = 1, max = 256) String> include,
    @JsonPropertyDescription(
            "Patterns of files that do not count, although include names them. They have the same form. Default: none.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = PatternRules.PATTERN_RELATIVE,
            message = PatternRules.PATTERN_RELATIVE_MESSAGE)
        @ValidationRule(value = PatternRules.PATTERN_UP, message = PatternRules.PATTERN_UP_MESSAGE)
        @ValidationRule(
            value = PatternRules.PATTERN_PARTS,
            message = PatternRules.PATTERN_PARTS_MESSAGE)
        @ValidationRule(
            value = PatternRules.PATTERN_MAGIC,
            message = PatternRules.PATTERN_MAGIC_MESSAGE)
        @ValidationRule(
            value = PatternRules.PATTERN_FOLDER,
            message = PatternRules.PATTERN_FOLDER_MESSAGE)
        @ValidationRule(
            value = PatternRules.PATTERN_CHARACTERS,
            message = PatternRules.PATTERN_CHARACTERS_MESSAGE)
        @Nullable List<@Size(min = 1, max = 256) String> exclude) {}
