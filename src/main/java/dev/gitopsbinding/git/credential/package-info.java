/** Credentials from Secrets: kind, consent, private keys, known hosts. */
@NullMarked
package dev.gitopsbinding.git.credential;

import org.jspecify.annotations.NullMarked;
