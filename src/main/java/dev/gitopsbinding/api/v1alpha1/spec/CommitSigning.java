package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** By which key commits are signed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommitSigning(
    @JsonPropertyDescription(
            "The Secret with the private key: git.asc for OpenPGP (armored), or ssh-privatekey for SSH, and passphrase if the key is encrypted. Its owner consents by the type gitopsbinding.dev/signing, or by the annotation gitopsbinding.dev/hosts with the host of spec.manifest.url.")
        @Required
        @Nullable SigningSecretRef secretRef) {}
