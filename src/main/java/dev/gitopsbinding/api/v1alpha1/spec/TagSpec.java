package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.ImageRules;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a tag is made from a commit. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = ImageRules.TAG_LENGTH, message = ImageRules.TAG_LENGTH_MESSAGE)
public record TagSpec(
    @JsonPropertyDescription(
            "How many hex digits of the commit the tag holds, from 7 to 40. Default 40.")
        @Default("40")
        @Min(7)
        @Max(40)
        @Nullable Integer length,
    @JsonPropertyDescription("Text before the commit's digits, such as v1-. Default empty.")
        @Default("\"\"")
        @Size(max = 121)
        @ValidationRule(value = ImageRules.TAG_PREFIX, message = ImageRules.TAG_PREFIX_MESSAGE)
        @Nullable String prefix,
    @JsonPropertyDescription("Text after the commit's digits, such as -amd64. Default empty.")
        @Default("\"\"")
        @Size(max = 121)
        @ValidationRule(value = ImageRules.TAG_SUFFIX, message = ImageRules.TAG_SUFFIX_MESSAGE)
        @Nullable String suffix) {}
