//! Voices that came with the program, and those of a folder or a server that the listener names.

use tingxinwen_voices::install::Origin;

use super::*;

#[test]
fn voices_that_came_with_the_program_are_fetched_only_when_they_are_damaged() {
    let content = content();
    let server = Server::new({
        let content = content.clone();
        move |_, from| ranges(&content, from)
    });
    let folder = TempDir::new().unwrap();
    let packaged = folder.path().join("share");
    fs::create_dir_all(packaged.join("voices")).unwrap();
    let file = packaged.join("voices/0.bin");
    fs::write(&file, &content).unwrap();
    let asset = asset("voices/0.bin", &content, vec![address(&server.address)]);
    let data = DataDir::at(folder.path().join("data")).with_packaged(packaged);
    let installer = Installer::new(catalog(vec![asset.clone()]), data.clone());
    installer.install(&[v(0)], &Silent).unwrap();
    assert_eq!((data.path(&asset), server.asked().len()), (file.clone(), 0));

    let mut damaged = content.clone();
    damaged[1000] ^= 1;
    fs::write(&file, &damaged).unwrap();
    installer.install(&[v(0)], &Silent).unwrap();
    assert_eq!((data.path(&asset), server.asked().len()), (data.own_path(&asset), 1));
    assert_eq!(fs::read(data.own_path(&asset)).unwrap(), content);
    assert_eq!(fs::read(&file).unwrap(), damaged, "what came with the program is only read");
}

#[test]
fn a_folder_or_a_server_with_a_copy_of_the_files_is_asked_first() {
    let content = content();
    let server = Server::new({
        let content = content.clone();
        move |_, from| ranges(&content, from)
    });
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("copy/voices")).unwrap();
    fs::write(folder.path().join("copy/voices/0.bin"), &content).unwrap();
    let unreachable = address("http://127.0.0.1:1/voice");
    let assets = vec![asset("voices/0.bin", &content, vec![unreachable])];
    let installer = installer(folder.path(), assets.clone(), folder.path());
    let copy = Origin::Folder(folder.path().join("copy"));
    installer.clone().with_origin(copy).install(&[v(0)], &Silent).unwrap();
    assert_eq!(read(folder.path(), "voices/0.bin"), content);

    let own = folder.path().join("data/voices/0.bin");
    for origin in [Origin::Address(server.address.clone()), Origin::Folder(folder.path().join("none"))] {
        fs::remove_file(&own).unwrap();
        let done = installer.clone().with_origin(origin.clone()).install(&[v(0)], &Silent);
        assert_eq!(done.is_ok(), own.exists(), "{origin:?}");
        if !own.exists() {
            assert_eq!(origin, Origin::Folder(folder.path().join("none")));
            assert!(done.unwrap_err().to_string().contains("none"));
        }
    }
    assert_eq!(server.asked().len(), 1);
}
