/** Signatures of commits, by SSH and OpenPGP keys that are in memory only. */
@NullMarked
package dev.gitopsbinding.git.sign;

import org.jspecify.annotations.NullMarked;
