/** Credentials out of Secrets: kind, consent, keys, known hosts, redaction. */
package dev.gitopsbinding.git.credential;
