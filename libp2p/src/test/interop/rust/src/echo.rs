//! Frames with their length before them, which come back as they are until the dialer half-closes.
use std::io;

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, future::try_join};
use libp2p::{Stream, StreamProtocol};

pub const PROTOCOL: StreamProtocol = StreamProtocol::new("/rios/echo/1.0.0");
/// Its streams are reset.
pub const RESET: StreamProtocol = StreamProtocol::new("/rios/reset/1.0.0");

const MOST_BYTES: usize = 64 << 20;
const PIECE: usize = 64 << 10;

/// The length of the next frame; none where the stream ends before it.
async fn read_length(input: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<usize>> {
    let mut length = 0;
    for at in 0..4 {
        let mut byte = [0];
        if input.read(&mut byte).await? == 0 {
            return if at == 0 {
                Ok(None)
            } else {
                Err(io::ErrorKind::UnexpectedEof.into())
            };
        }
        length |= usize::from(byte[0] & 0x7f) << (7 * at);
        if byte[0] < 0x80 && length <= MOST_BYTES {
            return Ok(Some(length));
        }
    }
    Err(io::Error::other("a frame is too long"))
}

async fn write_length(output: &mut (impl AsyncWrite + Unpin), length: usize) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut left = length;
    while left >= 0x80 {
        bytes.push(left as u8 | 0x80);
        left >>= 7;
    }
    bytes.push(left as u8);
    output.write_all(&bytes).await
}

/// Serves a stream to its end. One that goes wrong is reset by being dropped.
pub async fn serve(mut stream: Stream) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    while let Some(length) = read_length(&mut stream).await? {
        write_length(&mut stream, length).await?;
        let mut left = length;
        while left > 0 {
            let count = stream.read(&mut piece[..left.min(PIECE)]).await?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            stream.write_all(&piece[..count]).await?;
            left -= count;
        }
        stream.flush().await?;
    }
    stream.close().await
}

/// Sends the body so many times, each when the one before came back; then half-closes, and sees that the other end does.
pub async fn call(stream: Stream, body: &[u8], count: usize) -> io::Result<()> {
    let (mut input, mut output) = stream.split();
    for _ in 0..count {
        let send = async {
            write_length(&mut output, body.len()).await?;
            output.write_all(body).await?;
            output.flush().await
        };
        let receive = async {
            let mut answer = vec![0; read_length(&mut input).await?.ok_or(io::ErrorKind::UnexpectedEof)?];
            input.read_exact(&mut answer).await?;
            Ok(answer)
        };
        if try_join(send, receive).await?.1 != body {
            return Err(io::Error::other("an echo differs"));
        }
    }
    output.close().await?;
    if input.read(&mut [0]).await? != 0 {
        return Err(io::Error::other("no half-close came back"));
    }
    Ok(())
}
