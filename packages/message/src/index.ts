// The face of @arna/message (contract).
export {}
